using Hub.Router.Deadlines;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Integration.Tests.Deadlines;

/// <summary>E12, E14: thousands of reports over their limits, and several hubs that look at them at once.</summary>
public sealed class TwoSchedulersTests(RealServers servers)
{
    private const int Reports = 3_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_thousand_are_told_each_once_by_schedulers_that_stop_and_start_and_the_oldest_first()
    {
        await using var late = new LateStore(await servers.NewDatabaseAsync(Token));
        await late.FillAsync(Reports, Token);
        late.Clock.Advance(TimeSpan.FromDays(60));
        var store = late.Process().GetRequiredService<HubStore>();
        await OldestFirstAsync(store, late.Clock.GetUtcNow());

        // One is stopped in the middle of its work, another takes its place.
        using var stop = new CancellationTokenSource();
        var (first, second) = (RunAsync(late.Process(), stop.Token), RunAsync(late.Process(), Token));
        while (!second.IsCompleted && await ActsAsync(store) < 1_000)
        {
            await Task.Delay(20, Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(Assert.ThrowsAnyAsync<OperationCanceledException>(() => first), second, RunAsync(late.Process(), Token));

        // Another look, an hour later by a clock that jumps, finds what has come due since and nothing twice.
        var done = await ActsAsync(store);
        late.Clock.Advance(TimeSpan.FromHours(-1));
        await RunAsync(late.Process(), Token);
        Assert.Equal(done, await ActsAsync(store));
        await OnceEachAsync(store, late.Clock.GetUtcNow());
    }

    private static async Task OldestFirstAsync(HubStore store, DateTimeOffset now)
    {
        var oldest = await store.ReadAsync((db, token) => db.Set<ReportClock>().OrderBy(row => row.NextAt).ThenBy(row => row.ReportId).Select(row => row.ReportId).Take(100).ToListAsync(token), Token);
        var (claimed, besides) = await store.WriteAsync(
            async (write, token) => (
                await DeadlineSlice.ClaimAsync(write.Db, 100, now, token),
                await store.WriteAsync((other, inner) => DeadlineSlice.ClaimAsync(other.Db, 100, now, inner), token)),
            Token);

        Assert.Equal(oldest, claimed);
        Assert.Equal(100, besides.Except(claimed).Count());
    }

    /// <summary>Each report: breach and three levels of the follow-up and of the completion; warnings would come too late.</summary>
    private static async Task OnceEachAsync(HubStore store, DateTimeOffset now)
    {
        var acts = await store.ReadAsync((db, token) => db.Set<DeadlineAct>().AsNoTracking().Select(act => new { act.ReportId, act.Clock, act.Step, act.Target }).ToListAsync(token), Token);
        var events = await store.ReadAsync((db, token) => db.Set<UnitEvent>().AsNoTracking().Select(row => new { row.ReportId, row.Unit, row.Body }).ToListAsync(token), Token);
        var lines = await store.ReadAsync((db, token) => db.Set<TimelineEntry>().CountAsync(line => line.Kind == "deadline", token), Token);
        var waiting = await store.ReadAsync((db, token) => db.Set<ReportClock>().CountAsync(row => row.NextAt <= now, token), Token);

        Assert.Equal((Reports, 0), (acts.Select(act => act.ReportId).Distinct().Count(), waiting));
        Assert.Equal(acts.Count, acts.DistinctBy(act => (act.ReportId, act.Clock, act.Step)).Count());
        Assert.Equal((acts.Count, acts.Count), (lines, events.DistinctBy(row => (row.ReportId, row.Unit, row.Body)).Count()));
        Assert.All(acts.CountBy(act => (act.Clock, act.Step)).Where(kind => kind.Key.Clock == "response" && kind.Key.Step is "breach" or "level1"), kind => Assert.Equal(Reports, kind.Value));
        Assert.DoesNotContain(acts, act => act.Step == "warning");
    }

    private static async Task RunAsync(IServiceProvider hub, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await hub.GetRequiredService<DeadlineSweep>().RunAsync(cancellationToken);
    }

    private static Task<int> ActsAsync(HubStore store) => store.ReadAsync((db, token) => db.Set<DeadlineAct>().CountAsync(token), Token);
}
