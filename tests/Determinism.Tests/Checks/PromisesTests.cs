using Hub.Determinism.Tests.Outside;
using Hub.Determinism.Tests.Rig;
using Hub.Determinism.Tests.Scenarios;
using Hub.Router.Outbox;
using Microsoft.Data.Sqlite;

namespace Hub.Determinism.Tests.Checks;

/// <summary>A checker that catches nothing proves nothing: each promise is broken on purpose and must say so.</summary>
public sealed class PromisesTests
{
    private static readonly Scenario Story = Stories.All[0];

    public static TheoryData<string, string> Tampered => new()
    {
        { "S1 one report for each item", "UPDATE reports SET id = upper(hex(randomblob(16)))" },
        { "S1 one report for each item", "DELETE FROM reports" },
        { "S1 one report for each item", "DELETE FROM timeline WHERE kind = 'received'" },
        { "S1 one owner, as decided last", "UPDATE reports SET unit = 'DJBM'" },
        { "S1 one owner, as decided last", "DELETE FROM assignments" },
        { "S1 each deadline is told, once", "INSERT INTO deadline_acts (report_id, clock, step, due_at, at, target, late_by_days) SELECT id, 'response', 'breach', received_at, received_at, 'DJSDA', 0 FROM reports" },
        { "S2 nothing invented", "DELETE FROM inbound_keys" },
        { "S2 nothing invented", "DELETE FROM status_ledger WHERE state = 'Assigned'" },
        { "S2 nothing invented", "UPDATE assignments SET unit = 'DJBM'" },
        { "S4 the channel's sequence is the ledger's", "UPDATE status_ledger SET sequence = 100 - sequence" },
        { "S4 the channel's sequence is the ledger's", "UPDATE status_ledger SET outcome = 'Rejected' WHERE state = 'Assigned'" },
        { "S9 each state has its line", "DELETE FROM timeline WHERE state = 'Acknowledged' AND kind = 'state'" },
        { "S9 each state has its line", "DELETE FROM timeline WHERE kind = 'synced'" },
        { "S9 each state has its line", "UPDATE reports SET state = 'InProgress'" },
        { "L4 nothing is left over", "INSERT INTO unread_bodies (raw_id, channel, received_at) SELECT id, channel, received_at FROM raw_bodies" },
        { "L4 nothing is left over", "UPDATE status_ledger SET outcome = 'Unknown' WHERE state = 'Answered'" },
    };

    public static TheoryData<string, string> Misled => new()
    {
        { "a channel that shows a status twice", "S4 no status twice" },
        { "a channel that shows statuses in another order", "S4 the channel's sequence is the ledger's" },
        { "a channel that forgets a status", "S4 the channel's sequence is the ledger's" },
        { "a broker that loses a confirmed message", "S1 the owner is told, once" },
        { "a broker that gives a repeat a new id", "S1 the owner is told, once" },
        { "a broker that changes a body under its id", "S1 the owner is told, once" },
        { "a broker that never hands a message out", "L4 nothing is left over" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task A_row_that_is_not_as_it_must_be_is_found(string promise, string tampering)
    {
        using var world = await PlayedAsync();
        await using (var connection = new SqliteConnection(world.Connection))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The sentences above, and nothing from outside.
            command.CommandText = tampering;
#pragma warning restore CA2100
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }

        Assert.Contains(Promises.Broken(await Findings.OfAsync(world)), words => words.StartsWith(promise, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Misled))]
    public async Task A_liarthat_lies_is_found(string liar, string promise)
    {
        using var world = await PlayedAsync();
        var inbox = HubQueues.UnitInbox(Scene.Water);

        world.Change(scenery => liar switch
        {
            "a channel that shows a status twice" => scenery with { Told = scenery.Told.Add(scenery.Told[^1]) },
            "a channel that shows statuses in another order" => scenery with { Told = scenery.Told.Reverse() },
            "a channel that forgets a status" => scenery with { Told = scenery.Told.RemoveAt(1) },
            "a broker that loses a confirmed message" => scenery.With(inbox, posts => posts.Clear()),
            "a broker that gives a repeat a new id" => scenery.With(inbox, posts => posts.Add(posts[0] with { Id = "other" })),
            "a broker that changes a body under its id" => scenery.With(inbox, posts => posts.Add(posts[0] with { Body = posts[0].Body.Replace("sungai", "jalan", StringComparison.Ordinal) })),
            _ => scenery.With(HubQueues.RouteReport, posts => posts.Add(new Post("stuck", "{}"))),
        });

        Assert.Contains(Promises.Broken(await Findings.OfAsync(world)), words => words.StartsWith(promise, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_promise_is_broken_by_one_of_these()
    {
        var broken = Tampered.Select(row => row.Data.Item1).Concat(Misled.Select(row => row.Data.Item2)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(Promises.Names.Order(StringComparer.Ordinal), broken);
        await Task.CompletedTask;
    }

    /// <summary>At each commit in turn the disk lies: the hub was told it is durable, and after a kill it is not there.</summary>
    [Fact]
    public async Task A_store_that_forgets_a_commit_is_found()
    {
        var (caught, silent) = (new List<string>(), new List<string>());
        using var world = World.Begin(Story.Begins);
        using var before = world.Copy();
        var held = new List<World> { before };
        var forgetful = new List<(Step Step, World World)>();
        var steps = new Steps();
        steps.AfterEffect = step =>
        {
            var now = world.Copy();
            if (step.Name == StoreGateway.CommitName)
            {
                forgetful.Add((step, now.Copy(held[^1])));
            }

            held.Add(now);
        };
        await Play.RunAsync(Story, world, steps);

        foreach (var (step, forgotten) in forgetful)
        {
            // The kill comes a little later: the outside has gone on, the store has not.
            var later = forgotten.Scenery.Act + 1;
            forgotten.Change(scenery => scenery with { Act = Math.Min(later, Story.Acts.Count) });
            (await FaultsAsync(forgotten) ? caught : silent).Add($"{step.Number}");
        }

        held.Concat(forgetful.Select(one => one.World)).ToList().ForEach(one => one.Dispose());
        Figures.Line($"{caught.Count} of {caught.Count + silent.Count} forgotten commits were found; the others had left a trace to go by");
        Assert.InRange(caught.Count, 5, int.MaxValue);
    }

    private static async Task<bool> FaultsAsync(World world)
    {
        try
        {
            await Play.RunAsync(Story, world, new Steps());
            return (await Verdict.OfAsync(Story, world)).Count > 0;
        }
        catch (InvalidOperationException)
        {
            // The unit speaks of a report that is not there.
            return true;
        }
        catch (NeverQuietException)
        {
            return true;
        }
    }

    private static async Task<World> PlayedAsync()
    {
        var world = World.Begin(Story.Begins);
        await Play.RunAsync(Story, world, new Steps());
        Assert.Empty(await Verdict.OfAsync(Story, world));
        return world;
    }
}
