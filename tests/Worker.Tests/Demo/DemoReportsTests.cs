using Hub.Simulators.Demo;

namespace Hub.Worker.Tests.Demo;

public sealed class DemoReportsTests
{
    [Fact]
    public void Our_own_reports_are_enough_and_use_every_channel_and_kind()
    {
        var reports = DemoReports.Read(null);

        Assert.True(reports.Count >= 72);
        Assert.Equal(3, reports.Select(report => report.Channel).Distinct().Count());
        Assert.Equal(5, reports.Select(report => report.Kind).Distinct().Count());
        Assert.Contains(reports, report => report.Secret);
        Assert.Contains(reports, report => report is { Anonymous: true, Secret: false });
    }

    [Fact]
    public void Rows_without_a_channel_are_spread_over_the_three()
    {
        using var file = new StringReader("id,text\n1,satu\n2,dua\n3,\"tiga, dan koma\"\n4,empat\n");

        var reports = DemoReports.Read(file, "sendiri.csv");

        Assert.Equal(["whatsapp", "cc158", "sp4n", "whatsapp"], reports.Select(report => report.Channel));
        Assert.Equal("tiga, dan koma", reports[2].Text);
    }

    [Theory]
    [InlineData("nomor,isi\n1,a\n", "columns id and text")]
    [InlineData("id,text\n1,\n", "no text")]
    [InlineData("id,text,channel\n1,a,faks\n", "faks")]
    [InlineData("id,text\n1,a\n1,b\n", "more than once")]
    public void A_file_that_cannot_be_sent_is_refused_with_the_reason(string file, string reason)
    {
        using var reader = new StringReader(file);

        Assert.Contains(reason, Assert.Throws<FormatException>(() => DemoReports.Read(reader, "salah.csv")).Message, StringComparison.Ordinal);
    }
}
