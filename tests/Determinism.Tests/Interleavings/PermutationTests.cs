using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace Hub.Determinism.Tests.Interleavings;

/// <summary>The channel's events in any order, one of them twice: the hub may not care (PEERS 3.15, U7, U17).</summary>
public sealed class PermutationTests
{
    private const string Words = "Kali di kampung kami: sungai meluap";

    private static readonly string[] Events =
    [
        $"report A 1 {Words}", $"report A 2 {Words} lagi", $"report A 3 {Words} sejak subuh", "adds A1 A Airnya setinggi lutut", "adds A2 A Sudah surut", "status C A Closed",
    ];

    [Fact]
    public async Task Six_events_of_a_report_in_any_order_and_one_of_them_twice_end_alike()
    {
        var ends = new HashSet<string>();
        var broken = new List<string>();

        using var start = World.Begin();
        var count = await Task.Run(() => GoOnAsync(start, [], Events, (ends, broken)), TestContext.Current.CancellationToken);

        Figures.Line($"{count} orders of {Events.Length} events and a twin");
        Assert.Empty(broken.Take(5));

        // A report that its channel had ended before it was routed gives nobody work; nothing else depends on the order.
        Assert.Equal(
            [
                $"A: Closed  \"{Words} sejak subuh\"; parts: A1, A2; told: Received; units: 0 assigned",
                $"A: Closed DJSDA \"{Words} sejak subuh\"; parts: A1, A2; told: Received, Assigned; units: 1 assigned",
            ],
            ends.Order(StringComparer.Ordinal));
        Assert.Equal(4320, count);
    }

    /// <summary>Orders with one beginning share its world.</summary>
    private static async Task<int> GoOnAsync(World world, IReadOnlyList<string> came, IReadOnlyList<string> left, (HashSet<string> Ends, List<string> Broken) seen)
    {
        var count = 0;
        foreach (var next in left.Count > 0 ? left : came)
        {
            using var branch = world.Copy();

            if (left.Count > 0)
            {
                await PushAsync(branch, next, rests: false);
                count += await GoOnAsync(branch, [.. came, next], [.. left.Except([next])], seen);
                continue;
            }

            // A twin is the same body or the same item in another body, by turns.
            await PushAsync(branch, came.Count(one => string.CompareOrdinal(one, next) < 0) % 2 == 0 ? $"# again\n{next}" : next, rests: true);
            await LookAsync(branch, string.Join(" | ", came.Append(next)), seen);
            count++;
        }

        return count;
    }

    private static async Task PushAsync(World world, string body, bool rests)
    {
        await using var life = new Life(world, new Steps());
        Assert.True(await life.PushAsync(body));
        await life.WorkAsync();
        if (rests)
        {
            await ReplayAsync(world);
            await life.SettleAsync();
        }
    }

    private static async Task LookAsync(World world, string order, (HashSet<string> Ends, List<string> Broken) seen)
    {
        var found = await Findings.OfAsync(world);
        var report = Assert.Single(found.Reports);
        var parts = string.Join(", ", found.Contributions.Select(part => part.ExternalId).Order(StringComparer.Ordinal));
        var told = string.Join(", ", found.Scenery.Told.Select(told => told.State));
        var assigned = found.Events.Where(post => post.Type == "assigned").DistinctBy(post => post.Id).Count();

        // Words that come while nobody has the report are added below its text until the next version of it.
        seen.Ends.Add($"A: {report.State} {report.Unit} \"{report.Text.Split('\n')[0]}\"; parts: {parts}; told: {told}; units: {assigned} assigned");
        seen.Broken.AddRange(Promises.Broken(found).Concat(found.Quarantine.Select(entry => entry.Reason)).Select(words => $"{order}: {words}"));
    }

    /// <summary>What came before its report was put aside; an operator has it read again.</summary>
    private static async Task ReplayAsync(World world)
    {
        await using var connection = new SqliteConnection(world.Connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO unread_bodies (raw_id, channel, received_at) SELECT id, channel, received_at FROM raw_bodies WHERE id IN (SELECT raw_id FROM quarantine WHERE settled_at IS NULL);
            UPDATE quarantine SET settled_at = at;
            """;
        await command.ExecuteNonQueryAsync();
    }
}
