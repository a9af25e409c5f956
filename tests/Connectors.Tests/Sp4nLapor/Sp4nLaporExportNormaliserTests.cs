using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators.Sp4nLapor;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporExportNormaliserTests
{
    private static readonly string[] Header =
        ["Kolom Baru", "Status Laporan", "Tanggal Laporan Masuk", "Waktu Laporan Masuk", "Tracking ID", "Isi Laporan Awal", "Isi Laporan Akhir", "Tipe Laporan", "Nama Pelapor", "Kategori"];

    [Fact]
    public async Task The_simulated_export_is_read_whole_with_all_its_traps()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        for (var number = 0; number < 4; number++)
        {
            hub.Desk.AddReport(new Sp4nLaporSubmission($"Jalan {number}", "Berlubang.") { Anonymous = number == 3, Secret = number == 2 });
        }

        hub.Desk.Redact("9170002", "Berlubang dan gelap.");
        hub.Desk.CloseByAdmin("9170003");

        var body = Read(hub.Lapor.Export());

        Assert.Empty(body.Unreadable);
        var reports = body.Items.Cast<InboundReport>().ToList();
        Assert.Equal(["9170001", "9170002", "9170003", "9170004"], reports.Select(report => report.ExternalId).Order());
        Assert.All(reports, report => Assert.Equal(Sp4nLaporDouble.Start, report.OccurredAt));
        Assert.All(reports, report => Assert.Equal("Pekerjaan Umum dan Penataan Ruang > Jalan", report.Category));
        Assert.All(reports, report => Assert.Equal(ReportClass.Complaint, report.Class));
        Assert.Equal("Berlubang dan gelap.", One(reports, "9170002").Text);
        Assert.Equal((ReportState.Closed, "Ditutup oleh Admin"), (One(reports, "9170003").ChannelState, One(reports, "9170003").ChannelWord));
        Assert.Equal(new Sensitivity(false, true), One(reports, "9170003").Sensitivity);
        Assert.Equal(new Sensitivity(true, false), One(reports, "9170004").Sensitivity);
        Assert.Null(One(reports, "9170004").Reporter.Name);
        Assert.Equal("Warga Contoh", One(reports, "9170001").Reporter.Name);
    }

    [Theory]
    [InlineData("3 Jan 2026", "08:05", "2026-01-03T01:05Z")]
    [InlineData("17 Agt 2026", "8:05", "2026-08-17T01:05Z")]
    [InlineData("17  Agu. 2026", "08.05", "2026-08-17T01:05Z")]
    [InlineData("1\u00a0Agustus\u00a02026", "00:00:30 WIB", "2026-07-31T17:00:30Z")]
    [InlineData("05 Peb 2026", "23:59", "2026-02-05T16:59Z")]
    [InlineData("9 Nopember 2026", "12:00", "2026-11-09T05:00Z")]
    [InlineData("9-Mei-2026", "12:00", "2026-05-09T05:00Z")]
    [InlineData("31 desember 2026", "12:00", "2026-12-31T05:00Z")]
    [InlineData("2026-08-17", "12:00", "2026-08-17T05:00Z")]
    public void Day_and_time_are_read_as_indonesians_write_them(string day, string time, string expected)
    {
        var body = Read(Sheet(Row(day: day, time: time)));

        Assert.Empty(body.Unreadable);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(body.Items).OccurredAt);
    }

    [Theory]
    [InlineData("03/04/2026", "08:00", "Laporan!3:Tanggal Laporan Masuk")]
    [InlineData("31 Feb 2026", "08:00", "Laporan!3:Tanggal Laporan Masuk")]
    [InlineData("3 Foo 2026", "08:00", "Laporan!3:Tanggal Laporan Masuk")]
    [InlineData("3 Jan 2026", "25:00", "Laporan!3:Waktu Laporan Masuk")]
    public void A_row_whose_time_cannot_be_read_is_named_by_sheet_row_and_column_and_holds_no_neighbour(string day, string time, string path)
    {
        var body = Read(Sheet(Row(id: "9170009"), Row(day: day, time: time), Row(id: "9170010")));

        Assert.Equal(["9170009", "9170010"], body.Items.Select(item => item.ExternalId));
        var unreadable = Assert.Single(body.Unreadable);
        Assert.Equal((path, "bad_field"), (unreadable.Path, unreadable.Code));
    }

    [Fact]
    public void A_row_without_its_number_is_unreadable()
    {
        var body = Read(Sheet(Row(id: "12-ab"), Row()));

        Assert.Single(body.Items);
        Assert.Equal("Laporan!2:Tracking ID", Assert.Single(body.Unreadable).Path);
    }

    [Fact]
    public void A_missing_time_of_day_is_counted_and_the_row_is_kept()
    {
        var body = Read(Sheet(Row(time: null)));

        Assert.Equal(new DateTimeOffset(2026, 8, 16, 17, 0, 0, TimeSpan.Zero), Assert.Single(body.Items).OccurredAt);
        Assert.Equal("no_time", Assert.Single(body.Unreadable).Code);
    }

    [Theory]
    [InlineData("Anonim", true, false, 0)]
    [InlineData("anonim,\u00a0RAHASIA", true, true, 0)]
    [InlineData("Rahasia", false, true, 0)]
    [InlineData("", false, false, 0)]
    [InlineData("-", false, false, 0)]
    [InlineData("Khusus", true, true, 1)]
    public void The_flags_come_from_their_words_and_an_unknown_word_hides(string word, bool anonymous, bool secret, int unreadable)
    {
        var body = Read(Sheet(Row(kind: word)));

        Assert.Equal(new Sensitivity(anonymous, secret), Assert.IsType<InboundReport>(Assert.Single(body.Items)).Sensitivity);
        Assert.Equal(unreadable, body.Unreadable.Count);
    }

    [Fact]
    public void An_unknown_status_word_is_reported_and_the_row_is_kept()
    {
        var body = Read(Sheet(Row(status: "Entah")));

        Assert.Null(Assert.IsType<InboundReport>(Assert.Single(body.Items)).ChannelState);
        Assert.Equal(("Laporan!2:Status Laporan", "unknown_word"), (body.Unreadable[0].Path, body.Unreadable[0].Code));
    }

    [Fact]
    public void The_same_row_has_the_same_version_and_a_changed_one_another()
    {
        var first = Version(Row());

        Assert.Equal(first, Version(Row()));
        Assert.NotEqual(first, Version(Row(status: "Ditutup oleh Sistem")));
        Assert.NotEqual(first, Version(Row(final: "Disunting.")));

        static string? Version(object?[] row) => Assert.IsType<InboundReport>(Assert.Single(Read(Sheet(row)).Items)).ContentVersion;
    }

    [Fact]
    public void Several_sheets_are_read_and_a_sheet_of_reports_without_header_is_reported()
    {
        var workbook = Sp4nLaporWorkbook.Write(
            ("Sampul", [["Laporan bulanan"]]),
            ("Agustus", [Header, Row()]),
            ("Lanjutan", [Row(id: "9170002")]),
            ("September", [[], ["Judul"], Header, Row(id: "9170003"), Header, Row(id: "9170004"), []]));

        var body = Read(workbook);

        Assert.Equal(["9170001", "9170003", "9170004"], body.Items.Select(item => item.ExternalId));
        Assert.Equal(("Lanjutan", "no_header"), (Assert.Single(body.Unreadable).Path, body.Unreadable[0].Code));
    }

    [Fact]
    public void A_workbook_without_the_header_is_reported() =>
        Assert.Equal("no_header", Assert.Single(Read(Sp4nLaporWorkbook.Write(("Lain", [["a", "b"], ["c", "d"]]))).Unreadable).Code);

    [Theory]
    [InlineData(100)]
    [InlineData(400)]
    [InlineData(900)]
    public void A_cut_workbook_is_reported_and_never_throws(int length) =>
        Assert.Contains(Read(Sheet(Row())[..length]).Unreadable, item => item.Code is "bad_file" or "no_header");

    [Fact]
    public void A_csv_with_semicolons_is_read_like_the_workbook()
    {
        var csv = Encoding.UTF8.GetBytes($"\uFEFFSP4N-LAPOR!;;;;\r\n{string.Join(';', Header)}\r\nx;Terdisposisi;17 Agt 2026;08:00;9170001;\"Jalan; rusak\";;;Warga;Jalan\r\n");

        var body = new Sp4nLaporNormaliser().Normalise(new RawItem("sp4n", "1042", csv, Sp4nLaporDouble.Start) { ContentType = "text/csv" });

        Assert.Empty(body.Unreadable);
        Assert.Equal("Jalan; rusak", Assert.IsType<InboundReport>(Assert.Single(body.Items)).Text);
    }

    private static InboundReport One(List<InboundReport> reports, string id) => Assert.Single(reports, report => report.ExternalId == id);

    private static object?[] Row(
        string id = "9170001", string? day = "17 Agt 2026", string? time = "08:00", string status = "Terdisposisi", string? kind = null, string? final = null) =>
        ["x", status, day, time, id, "Jalan rusak.", final, kind, "Warga Contoh", "Jalan"];

    private static byte[] Sheet(params object?[][] rows) => Sp4nLaporWorkbook.Write(("Laporan", [Header, .. rows]));

    private static NormalisedBody Read(byte[] workbook) => new Sp4nLaporNormaliser().Normalise(new RawItem("sp4n", "1042", workbook, Sp4nLaporDouble.Start));
}
