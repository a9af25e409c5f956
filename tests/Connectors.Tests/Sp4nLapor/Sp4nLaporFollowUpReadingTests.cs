using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporFollowUpReadingTests
{
    [Fact]
    public void A_reporter_entry_is_a_follow_up_of_its_report()
    {
        var body = Read(Entry("""{"id":"7","at":"2026-08-18T10:00:00+07:00","by":"Warga","role":"reporter","note":"Masih rusak."}"""));

        var followUp = Assert.IsType<InboundFollowUp>(Assert.Single(body.Items));
        Assert.Equal(("9170001:f:7", "9170001", "Masih rusak."), (followUp.ExternalId, followUp.ReportExternalId, followUp.Text));
    }

    [Theory]
    [InlineData("""{"id":"8","at":"2026-08-28T10:00:00+07:00","role":"system","note":"Laporan ditutup.","status":"Ditutup oleh Sistem"}""", "Ditutup oleh Sistem")]
    [InlineData("""{"id":"8","at":"2026-08-28T10:00:00+07:00","role":"admin","note":"Ditutup oleh Admin"}""", "Ditutup oleh Admin")]
    public void An_admin_or_system_entry_that_ends_the_report_is_a_status(string entry, string word)
    {
        var status = Assert.IsType<InboundStatus>(Assert.Single(Read(Entry(entry)).Items));

        Assert.Equal((word, "9170001", ReportState.Closed), (status.Word, status.ReportExternalId, status.State));
    }

    [Theory]
    [InlineData("""{"id":"9","at":"2026-08-18T10:00:00+07:00","role":"admin","note":"Mohon segera ditindaklanjuti."}""")]
    [InlineData("""{"id":"9","at":"2026-08-18T10:00:00+07:00","role":"agency","note":"Diketik petugas."}""")]
    [InlineData("""{"id":"9","at":"2026-08-18T10:00:00+07:00","role":"agency","note":"Aplikasi lain.","operation_id":"0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e"}""")]
    public void Talk_between_admins_and_agency_is_no_news(string entry)
    {
        var body = Read(Entry(entry));

        Assert.Empty(body.Items);
        Assert.Empty(body.Unreadable);
    }

    [Fact]
    public void Our_own_entry_is_a_receipt_of_our_operation()
    {
        var body = Read(Entry("""{"id":"10","at":"2026-08-18T10:00:00+07:00","role":"agency","note":"Selesai.","operation_id":"hub:0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e"}"""));

        var status = Assert.IsType<InboundStatus>(Assert.Single(body.Items));
        Assert.Equal(Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e"), status.OperationId);
        Assert.Equal((Receipt.Delivered, "followup:10"), (status.Receipt, status.ExternalReference));
        Assert.Null(status.ReportExternalId);
    }

    [Theory]
    [InlineData("""{"id":"11","at":"2026-08-18T10:00:00+07:00","role":"robot","note":"Halo"}""", "unknown_word")]
    [InlineData("""{"id":"11","at":"2026-08-18T10:00:00+07:00","role":"system","note":"Halo","status":"Entah"}""", "unknown_word")]
    [InlineData("""{"at":"2026-08-18T10:00:00+07:00","role":"reporter","note":"Halo"}""", "bad_field")]
    [InlineData("""{"id":"11","role":"reporter","note":"Halo"}""", "bad_field")]
    [InlineData("""{"id":"11","at":"2026-08-18T10:00:00+07:00","role":"reporter","note":"  "}""", "no_content")]
    public void An_entry_that_cannot_be_understood_is_reported(string entry, string code)
    {
        var body = Read(Entry(entry));

        Assert.Empty(body.Items);
        Assert.Equal(code, Assert.Single(body.Unreadable).Code);
    }

    private static byte[] Entry(string entry) => Sp4nLaporEnvelope.Write("9170001", Encoding.UTF8.GetBytes(entry));

    private static NormalisedBody Read(byte[] body) => new Sp4nLaporNormaliser().Normalise(new RawItem("sp4n", "1042", body, Sp4nLaporDouble.Start));
}
