using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Testing;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Tests.Sp4nLapor;

public sealed class Sp4nLaporRecapSinkTests : IDisposable
{
    private readonly Folder folder = new();
    private readonly StoppedClock clock = new(Sp4nLaporDouble.Start);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_status_becomes_a_row_of_the_days_recap_that_waits_for_a_person()
    {
        using var sink = Sink();

        var result = await sink.PushAsync(Status(1), Token);

        Assert.True(sink.Capabilities.WaitsForPerson);
        Assert.Equal("recap:rekap-sp4n-2026-08-17.csv#1", Assert.IsType<SyncResult.Delivered>(result).ExternalReference);
        Assert.Equal(
            $"\uFEFFNo,Tanggal,Tracking ID,User,Judul,Stakeholder,Tanggapan,Keterangan\r\n"
            + $"\"1\",\"2026-08-17 10:00\",\"9170001\",\"\",\"LP-2026-000001\",\"Balai Contoh\",\"Tim sudah turun.\",\"Tindak lanjut selesai; operasi hub:{Operation(1)}\"\r\n",
            Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Today, Token)));
    }

    [Fact]
    public async Task The_same_operation_is_written_once_also_on_a_later_day()
    {
        using var sink = Sink();
        var first = await sink.PushAsync(Status(1), Token);
        var size = new FileInfo(Today).Length;

        clock.Advance(TimeSpan.FromDays(3));
        var again = await sink.PushAsync(Status(1), Token);

        Assert.Equal(first, again);
        Assert.Equal(size, new FileInfo(Today).Length);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Rows_are_counted_and_a_suggested_addressee_is_named()
    {
        using var sink = Sink();
        await sink.PushAsync(Status(1), Token);

        var second = await sink.PushAsync(Status(2) with { State = ReportState.NotOurs, PublicNote = "Baris satu\nbaris \"dua\", tiga" }, Token);
        var third = await sink.PushAsync(Status(3), Token);

        Assert.EndsWith("#2", Assert.IsType<SyncResult.Delivered>(second).ExternalReference, StringComparison.Ordinal);
        Assert.EndsWith("#3", Assert.IsType<SyncResult.Delivered>(third).ExternalReference, StringComparison.Ordinal);
        Assert.Contains("saran penerima: Pemerintah Kota Contoh", await File.ReadAllTextAsync(Today, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+62811")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("  =1+1")]
    [InlineData("\u00A0=1+1")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    [InlineData("\tteks")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠A1")]
    public void A_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(string cell) =>
        Assert.StartsWith("\"'", Sp4nLaporRecapFile.Quoted(cell), StringComparison.Ordinal);

    [Theory]
    [InlineData("Selesai", "\"Selesai\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("kata \"x\", y", "\"kata \"\"x\"\", y\"")]
    [InlineData("", "\"\"")]
    public void Other_cells_stay_as_they_are(string cell, string expected) => Assert.Equal(expected, Sp4nLaporRecapFile.Quoted(cell));

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(220)]
    public async Task A_row_that_a_crash_cut_is_written_whole_by_the_next_attempt(int left)
    {
        using var sink = Sink();
        await sink.PushAsync(Status(1), Token);
        var whole = await File.ReadAllBytesAsync(Today, Token);
        await using (var file = new FileStream(Today, FileMode.Open))
        {
            file.SetLength(left);
        }

        await sink.PushAsync(Status(1), Token);

        Assert.Equal(whole, await File.ReadAllBytesAsync(Today, Token));
    }

    [Fact]
    public async Task Reading_back_finds_what_is_in_the_recap_and_nothing_else()
    {
        using var sink = Sink();
        Assert.IsType<ReadBackResult.Absent>(await sink.ReadBackAsync(Status(1), Token));

        await sink.PushAsync(Status(1), Token);

        Assert.Equal("recap:rekap-sp4n-2026-08-17.csv#1", Assert.IsType<ReadBackResult.Found>(await sink.ReadBackAsync(Status(1), Token)).ExternalReference);
        Assert.IsType<ReadBackResult.Absent>(await sink.ReadBackAsync(Status(2), Token));
    }

    [Fact]
    public async Task A_recap_saved_by_a_spreadsheet_with_semicolons_is_still_understood()
    {
        using var sink = Sink();
        await sink.PushAsync(Status(1), Token);
        var text = await File.ReadAllTextAsync(Today, Token);
        await File.WriteAllTextAsync(Today, text.Replace("\",\"", ";", StringComparison.Ordinal).Replace(",", ";", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).TrimEnd(), Token);

        Assert.EndsWith("#1", Assert.IsType<SyncResult.Delivered>(await sink.PushAsync(Status(1), Token)).ExternalReference, StringComparison.Ordinal);
        Assert.EndsWith("#2", Assert.IsType<SyncResult.Delivered>(await sink.PushAsync(Status(2), Token)).ExternalReference, StringComparison.Ordinal);
        Assert.EndsWith("#1", Assert.IsType<ReadBackResult.Found>(await sink.ReadBackAsync(Status(1), Token)).ExternalReference, StringComparison.Ordinal);
        Assert.EndsWith("#2", Assert.IsType<ReadBackResult.Found>(await sink.ReadBackAsync(Status(2), Token)).ExternalReference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recap_that_is_held_open_is_unavailable_and_nothing_is_written()
    {
        using var sink = Sink();
        await sink.PushAsync(Status(1), Token);
        await using (new FileStream(Today, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.IsType<SyncResult.Unavailable>(await sink.PushAsync(Status(2), Token));
        }

        Assert.IsType<ReadBackResult.Absent>(await sink.ReadBackAsync(Status(2), Token));
    }

    [Fact]
    public async Task Fifty_statuses_at_once_make_fifty_rows()
    {
        using var sink = Sink();

        var results = await Task.WhenAll(Enumerable.Range(1, 50).Select(number => sink.PushAsync(Status(number), Token)));

        Assert.Equal(50, results.Select(result => Assert.IsType<SyncResult.Delivered>(result).ExternalReference).Distinct().Count());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Today => Path.Combine(folder.Path, "rekap-sp4n-2026-08-17.csv");

    private Sp4nLaporRecapSink Sink() => new(Options.Create(new Sp4nLaporOptions { RecapFolder = folder.Path }), clock);

    private static Guid Operation(int number) => Guid.Parse($"0198c1f0-7d4e-7c3a-9c1e-{number:000000000000}");

    private static OutboundStatus Status(int number) => Sp4nLaporStatusSinkTests.Status("9170001") with { OperationId = Operation(number) };
}
