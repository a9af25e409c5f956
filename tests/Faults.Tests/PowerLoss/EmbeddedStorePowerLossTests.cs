using System.Globalization;
using Hub.Testing.Servers;

namespace Hub.Faults.Tests.PowerLoss;

/// <summary>What kill -9 can never show: the page cache is lost too (RELIABILITY 3.6, F22).</summary>
public sealed class EmbeddedStorePowerLossTests(ITestOutputHelper output)
{
    private const int Reports = 120;
    private const int Images = 1200;
    private const int Seed = 158;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_power_cut_at_any_moment_keeps_every_report_that_was_answered_200()
    {
        await using var hub = await TracedHub.StartAsync(Token);
        await hub.SendAsync(1, Reports / 2, atOnce: 1, Token);
        await hub.SendAsync((Reports / 2) + 1, Reports / 2, atOnce: 8, Token);
        var calls = await hub.KillAsync(Token);

        var report = new PowerCuts(TracedHub.Store, Seed) { Needed = new Dictionary<string, byte[]> { [TracedHub.Secrets] = hub.SecretBytes } }
            .Run(calls, hub.Acknowledgements, Images);

        output.WriteLine($"{calls.Count} calls: {report}");
        Assert.Equal((0, 0), (report.Damaged, report.Losing));
        Assert.True(report.Images >= 1000, $"Only {report.Images} images were made of {calls.Count} calls.");
        Assert.Equal(Reports, report.Rows);
    }

    [Fact]
    public async Task A_store_that_syncs_each_commit_keeps_every_row()
    {
        var report = await WriterAsync("FULL");

        Assert.Equal((0, 0), (report.Damaged, report.Losing));
    }

    [Fact]
    public async Task The_method_sees_a_store_that_does_not_sync_each_commit()
    {
        var report = await WriterAsync("NORMAL");

        Assert.Equal(0, report.Damaged);
        Assert.True(report.Losing > report.Images / 4, $"{report}");
    }

    private async Task<CutReport> WriterAsync(string synchronous)
    {
        const string store = "rows.db";
        var folder = ServerFolder.Create();
        try
        {
            await using var writer = new TracedProgram(folder, [store, $"{store}-wal", $"{store}-journal"]);
            writer.Start(Path.Combine(AppContext.BaseDirectory, "Hub.Faults.Tests.dll"), RowWriter.Verb, Path.Combine(folder, store), synchronous, "150");
            await writer.EndedAsync(Token);

            var rows = File.ReadLines(writer.Output).Select(line => line.Split(' '))
                .Select(words => new Acknowledged(words[0], new DateTimeOffset(long.Parse(words[1], CultureInfo.InvariantCulture), TimeSpan.Zero)));
            var calls = SyscallTrace.Read(writer.Trace).ToList();
            var report = new PowerCuts(store, Seed).Run(calls, [.. rows], most: 400);
            output.WriteLine($"{synchronous}, {calls.Count} calls: {report}");
            Assert.Equal(150, report.Rows);
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
