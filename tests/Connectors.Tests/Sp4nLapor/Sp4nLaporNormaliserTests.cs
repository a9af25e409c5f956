using System.Text;
using System.Text.Json.Nodes;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporNormaliserTests
{
    private const string Full = """
        {"tracking_id":9170001,"created_at":"2026-08-17T08:30:00+07:00","updated_at":"2026-08-17T09:00:00+07:00","title":"Jalan  rusak",
         "content_initial":"Lubang di depan rumah Pak Anu.","content_final":"Lubang di depan rumah warga.","classification":"Pengaduan tidak berkadar pengawasan",
         "category":{"id":"13","name":"Jalan\u00a0 Nasional","parent_id":"3","parent_name":"Pekerjaan Umum dan\u00a0Penataan Ruang"},
         "anonymous":false,"secret":"1","source":"Website","status":"Terdisposisi","province":"Jawa Barat","regency":"Kab.  Bandung","lat":-6.9,"lon":"107.6",
         "reporter":{"name":"Warga Contoh","phone":"0811-0000-0001","email":"warga@contoh.test"},
         "attachments":["https://storage.contoh.test/a.jpg",{"url":"https://storage.contoh.test/b.pdf","media_type":"application/pdf","name":"b.pdf","size":12}],"support_count":3}
        """;

    [Fact]
    public void A_report_is_read_with_all_that_the_hub_decides_by()
    {
        var body = Read(Full);

        var report = Assert.IsType<InboundReport>(Assert.Single(body.Items));
        Assert.Empty(body.Unreadable);
        Assert.Equal("9170001", report.ExternalId);
        Assert.Equal(new DateTimeOffset(2026, 8, 17, 1, 30, 0, TimeSpan.Zero), report.OccurredAt);
        Assert.Equal("Jalan rusak", report.Title);
        Assert.Equal("Lubang di depan rumah warga.", report.Text);
        Assert.Equal(ReportClass.Complaint, report.Class);
        Assert.Equal("Pekerjaan Umum dan Penataan Ruang > Jalan Nasional", report.Category);
        Assert.Equal(new Sensitivity(Anonymous: false, Secret: true), report.Sensitivity);
        Assert.Equal(new ReportPlace(Province: "Jawa Barat", Regency: "Kab. Bandung", Latitude: -6.9, Longitude: 107.6), report.Place);
        Assert.Equal("+6281100000001", report.Reporter.Phone);
        Assert.Equal("Warga Contoh", report.Reporter.Name);
        Assert.Equal(["https://storage.contoh.test/a.jpg", "https://storage.contoh.test/b.pdf"], report.Attachments.Select(attachment => attachment.ExternalId));
        Assert.Equal("Terdisposisi", report.ChannelWord);
    }

    [Theory]
    [InlineData("Belum terdisposisi", null)]
    [InlineData("terdisposisi, belum ditindaklanjuti", null)]
    [InlineData("Terdisposisi", null)]
    [InlineData("Terverifikasi", null)]
    [InlineData("DALAM PROSES", null)]
    [InlineData("Ditindaklanjuti oleh Instansi", null)]
    [InlineData("Ditanggapi oleh\u00a0Pelapor", null)]
    [InlineData("received", null)]
    [InlineData("unverified", null)]
    [InlineData("dispositioned", null)]
    [InlineData("in_progress", null)]
    [InlineData("answered", null)]
    [InlineData("Menunggu Kelengkapan Informasi", ReportState.WaitingReporter)]
    [InlineData("Ditunda", ReportState.Postponed)]
    [InlineData("postponed", ReportState.Postponed)]
    [InlineData("Bukan Kewenangan", ReportState.NotOurs)]
    [InlineData("returned_not_authority", ReportState.NotOurs)]
    [InlineData("Diarsipkan", ReportState.Archived)]
    [InlineData("archived", ReportState.Archived)]
    [InlineData("Selesai", ReportState.Closed)]
    [InlineData("Ditutup  oleh\u00a0Admin", ReportState.Closed)]
    [InlineData("ditutup oleh sistem", ReportState.Closed)]
    [InlineData("Ditutup oleh Pelapor", ReportState.Closed)]
    [InlineData("closed_by_admin", ReportState.Closed)]
    [InlineData("closed_by_system", ReportState.Closed)]
    [InlineData("Dihapus", ReportState.Withdrawn)]
    [InlineData("Ditarik oleh Pelapor", ReportState.Withdrawn)]
    [InlineData("reopened", ReportState.Reopened)]
    public void Each_status_word_has_one_meaning(string word, ReportState? state)
    {
        var body = Read(With("status", word));

        Assert.Empty(body.Unreadable);
        Assert.Equal(state, Assert.IsType<InboundReport>(Assert.Single(body.Items)).ChannelState);
    }

    [Fact]
    public void An_unknown_status_word_is_reported_and_the_report_is_kept()
    {
        var body = Read(With("status", "Menunggu Warga Budi"));

        var report = Assert.IsType<InboundReport>(Assert.Single(body.Items));
        Assert.Null(report.ChannelState);
        Assert.Equal("Menunggu Warga Budi", report.ChannelWord);
        var unreadable = Assert.Single(body.Unreadable);
        Assert.Equal(("status", "unknown_word"), (unreadable.Path, unreadable.Code));
        Assert.DoesNotContain("Budi", unreadable.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pengaduan berkadar pengawasan", ReportClass.SupervisoryComplaint, 0)]
    [InlineData("Pengaduan  tidak\u00a0berkadar pengawasan", ReportClass.Complaint, 0)]
    [InlineData("ASPIRASI", ReportClass.Aspiration, 0)]
    [InlineData("Permintaan Informasi", ReportClass.InformationRequest, 0)]
    [InlineData("Pengaduan", ReportClass.Unclassified, 0)]
    [InlineData("Pujian", ReportClass.Unclassified, 1)]
    public void Each_class_has_one_meaning_and_an_unknown_one_is_reported(string word, ReportClass expected, int unreadable)
    {
        var body = Read(With("classification", word));

        Assert.Equal(expected, Assert.IsType<InboundReport>(Assert.Single(body.Items)).Class);
        Assert.Equal(unreadable, body.Unreadable.Count(item => item.Code == "unknown_word"));
    }

    [Fact]
    public void An_anonymous_reporter_is_not_taken_over_even_when_the_channel_shows_one()
    {
        var report = Assert.IsType<InboundReport>(Assert.Single(Read(With("anonymous", true)).Items));

        Assert.Equal(new ReporterIdentity(), report.Reporter with { ChannelIdentities = new ReporterIdentity().ChannelIdentities });
        Assert.Empty(report.Reporter.ChannelIdentities);
        Assert.True(report.Sensitivity.Anonymous);
    }

    [Fact]
    public void A_flag_that_cannot_be_read_hides_rather_than_shows()
    {
        var body = Read(With("anonymous", "mungkin"));

        Assert.True(Assert.IsType<InboundReport>(Assert.Single(body.Items)).Sensitivity.Anonymous);
        Assert.Equal("unknown_word", Assert.Single(body.Unreadable).Code);
    }

    [Fact]
    public void The_first_text_stands_until_there_is_a_final_one_and_the_version_tells_them_apart()
    {
        var before = Assert.IsType<InboundReport>(Assert.Single(Read(With("content_final", null)).Items));
        var after = Assert.IsType<InboundReport>(Assert.Single(Read(Full).Items));

        Assert.Equal("Lubang di depan rumah Pak Anu.", before.Text);
        Assert.NotEqual(before.ContentVersion, after.ContentVersion);
    }

    [Theory]
    [InlineData("support_count", "9", false)]
    [InlineData("updated_at", "2026-08-18T09:00:00+07:00", false)]
    [InlineData("status", "Ditutup oleh Admin", true)]
    [InlineData("title", "Jalan putus", true)]
    [InlineData("regency", "Kota Bandung", true)]
    public void The_version_changes_with_what_the_hub_decides_by_and_with_nothing_else(string member, string value, bool changes)
    {
        var before = Assert.IsType<InboundReport>(Assert.Single(Read(Full).Items)).ContentVersion;
        var after = Assert.IsType<InboundReport>(Assert.Single(Read(With(member, value)).Items)).ContentVersion;

        Assert.Equal(changes, before != after);
    }

    [Theory]
    [InlineData("2026-08-17T08:30:00")]
    [InlineData("2026-08-17 08:30:00")]
    public void A_time_without_offset_is_read_as_wib_and_counted(string time)
    {
        var body = Read(With("created_at", time));

        Assert.Equal(new DateTimeOffset(2026, 8, 17, 1, 30, 0, TimeSpan.Zero), Assert.Single(body.Items).OccurredAt);
        Assert.Equal("naive_time", Assert.Single(body.Unreadable).Code);
    }

    [Theory]
    [InlineData("tracking_id", "123456")]
    [InlineData("tracking_id", "12345678901")]
    [InlineData("tracking_id", "91700A1")]
    [InlineData("tracking_id", null)]
    [InlineData("created_at", "kemarin")]
    [InlineData("created_at", null)]
    public void A_report_without_its_number_or_its_time_is_unreadable(string member, string? value)
    {
        var body = Read(With(member, value));

        Assert.Empty(body.Items);
        var unreadable = Assert.Single(body.Unreadable);
        Assert.Equal((member, "bad_field"), (unreadable.Path, unreadable.Code));
    }

    [Fact]
    public void Coordinates_off_the_globe_are_dropped_and_said()
    {
        var body = Read(With("lat", -690));

        Assert.Null(Assert.IsType<InboundReport>(Assert.Single(body.Items)).Place!.Latitude);
        Assert.Equal("bad_field", Assert.Single(body.Unreadable).Code);
    }

    [Theory]
    [InlineData("[{0},7,{1}]", "[1]")]
    [InlineData("{\"items\":[{0},7,{1}],\"next_cursor\":null}", "items[1]")]
    public void A_page_or_an_array_is_read_item_by_item(string form, string badPath)
    {
        var body = Read(form.Replace("{0}", Full, StringComparison.Ordinal).Replace("{1}", With("tracking_id", "9170002"), StringComparison.Ordinal));

        Assert.Equal(["9170001", "9170002"], body.Items.Select(item => item.ExternalId));
        Assert.Equal(badPath, Assert.Single(body.Unreadable).Path);
    }

    [Theory]
    [InlineData("<!doctype html><title>Galat</title>")]
    [InlineData("{\"tracking_id\":")]
    [InlineData("")]
    public void What_is_not_json_is_unreadable_and_never_throws(string text) =>
        Assert.Equal("not_json", Assert.Single(Read(text).Unreadable).Code);

    private static string With(string member, JsonNode? value)
    {
        var report = JsonNode.Parse(Full)!;
        report[member] = value;
        return report.ToJsonString();
    }

    private static NormalisedBody Read(string body) =>
        new Sp4nLaporNormaliser().Normalise(new RawItem("sp4n", "1042", Encoding.UTF8.GetBytes(body), Sp4nLaporDouble.Start));
}
