using Hub.Faults.Ledgers;

namespace Hub.Faults.Tests.Ledgers;

public sealed class LedgerFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-ledger-");

    private string Path => System.IO.Path.Combine(folder.FullName, "accepted.jsonl");

    [Fact]
    public async Task What_was_appended_is_on_disk_before_the_append_ends()
    {
        await using var ledger = new LedgerFile<AcceptedReport>(Path);
        await ledger.AppendAsync(Entry(1));

        Assert.Equal([Entry(1)], LedgerFile<AcceptedReport>.Read(Path));
        Assert.Equal([Entry(1)], ledger.Entries);
    }

    [Fact]
    public async Task Appends_from_many_sides_all_stand()
    {
        await using var ledger = new LedgerFile<AcceptedReport>(Path);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => ledger.AppendAsync(Entry(number))));

        Assert.Equal(500, LedgerFile<AcceptedReport>.Read(Path).Distinct().Count());
    }

    [Fact]
    public async Task A_half_line_at_the_end_does_not_count()
    {
        await using (var ledger = new LedgerFile<AcceptedReport>(Path))
        {
            await ledger.AppendAsync(Entry(1));
        }

        await File.AppendAllTextAsync(Path, "{\"at\":\"2026", TestContext.Current.CancellationToken);

        Assert.Equal([Entry(1)], LedgerFile<AcceptedReport>.Read(Path));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static AcceptedReport Entry(int number) => new(Check.Story.Noon.AddSeconds(number), "whatsapp", $"wa-{number}");
}
