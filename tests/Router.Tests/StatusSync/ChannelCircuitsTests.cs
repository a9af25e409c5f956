using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.StatusSync;

[Collection(Alone.Name)]
public class ChannelCircuitsTests
{
    private static readonly SyncResult Away = new SyncResult.Unavailable("away", TimeSpan.FromSeconds(90), WholeChannel: true);

    [Fact]
    public async Task While_it_is_open_nothing_is_sent_and_then_exactly_one_status_by_whatever_lane_and_process()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        var reports = await rig.NewReportsAsync(12);
        rig.Sink.Says(Away);
        await rig.TellAsync(reports[0]);
        Assert.Single(rig.Sink.Pushed);

        rig.Clock.Advance(TimeSpan.FromSeconds(89));
        await EveryoneAsync(rig, second, reports);
        Assert.Single(rig.Sink.Pushed);

        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        var answer = new TaskCompletionSource<SyncResult>();
        rig.Sink.Answer = (_, _) => answer.Task;
        var everyone = EveryoneAsync(rig, second, reports);
        await Eventually.True(() => rig.Sink.Pushed.Count == 2, "one probe is under way");
        await EveryoneAsync(rig, second, [.. reports.Skip(1)]);

        Assert.Equal(2, rig.Sink.Pushed.Count);
        Assert.Equal(CircuitState.HalfOpen, (await rig.CircuitAsync()).State);
        answer.SetResult(Away);
        await everyone;
        Assert.Equal(2, rig.Sink.Pushed.Count);
        Assert.Equal(CircuitState.Open, (await rig.CircuitAsync()).State);
        Assert.All(await rig.AllAsync<LedgerEntry>(), row => Assert.InRange(row.Attempts, 0, 2));
    }

    [Fact]
    public async Task A_probe_that_succeeds_lets_the_rest_follow_slowly_and_all_are_told()
    {
        await using var rig = await RouterRig.StartAsync();
        var reports = await rig.NewReportsAsync(60);
        rig.Sink.Says(Away);
        await rig.TellAsync(reports[0]);
        rig.Clock.Advance(TimeSpan.FromSeconds(99));

        var (now, most, told) = (0, 0, 0);
        rig.Sink.Answer = async (status, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now) - 1 - (Volatile.Read(ref told) / 10));
            await Task.Yield();
            Interlocked.Decrement(ref now);
            Interlocked.Increment(ref told);
            return await TestSink.Delivers(status, token);
        };
        await rig.SweepAsync();

        Assert.Equal(0, most);
        Assert.All(await rig.AllAsync<LedgerEntry>(), row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
        Assert.Equal((CircuitState.Closed, 60), ((await rig.CircuitAsync()).State, (await rig.CircuitAsync()).Successes));
    }

    [Fact]
    public async Task A_flapping_channel_is_not_stormed_however_often_it_goes_away()
    {
        await using var rig = await RouterRig.StartAsync(("StatusSync:AtOnce", "8"));
        await rig.NewReportsAsync(300);
        var (successes, outages) = (0, new ConcurrentDictionary<long, int>());
        rig.Sink.Answer = (status, token) =>
        {
            var phase = (long)(rig.Clock.GetUtcNow() - RouterRig.Start).TotalSeconds / 30;
            var up = phase % 2 == 0;

            // One status takes a fifth of a second, so that the channel goes away in the middle of the sweep.
            rig.Clock.Advance(TimeSpan.FromMilliseconds(200));
            _ = up ? Interlocked.Increment(ref successes) : outages.AddOrUpdate(phase, 1, (_, calls) => calls + 1);
            return up ? TestSink.Delivers(status, token) : Task.FromResult<SyncResult>(new SyncResult.Unavailable("502"));
        };

        // The backlog comes in the second phase, when the channel has just been seen to be away. How many phases it takes hangs on where the probes fall.
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        for (var second = 0; second < 3000 && successes < 300; second++)
        {
            await rig.SweepAsync();
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(300, successes);

        // Five reports in a row and what was under way beside them, then probes after 2, 4, 8 and 16 seconds with their jitter.
        Assert.All(outages, outage => Assert.InRange(outage.Value, 1, 5 + 7 + 5));
    }

    [Fact]
    public async Task A_probe_that_needed_no_call_proves_nothing_and_the_next_status_is_the_probe()
    {
        await using var rig = await RouterRig.StartAsync();
        var reports = await rig.NewReportsAsync(3);
        rig.Sink.Says(new SyncResult.Unknown("no answer"));
        await rig.TellAsync(reports[0]);
        rig.Sink.Says(Away);
        await rig.TellAsync(reports[1]);
        rig.Clock.Advance(TimeSpan.FromSeconds(99));
        rig.Sink.Answer = TestSink.Delivers;

        // This one waits for a receipt: nothing is asked, nothing is sent.
        await rig.TellAsync(reports[0]);
        Assert.Equal(CircuitState.Open, (await rig.CircuitAsync()).State);
        await rig.TellAsync(reports[2]);

        Assert.Equal(CircuitState.Closed, (await rig.CircuitAsync()).State);
    }

    [Fact]
    public async Task The_probe_of_a_killed_process_is_settled_by_reading_back_when_its_lease_is_over()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        var report = await rig.NewReportAsync("r-1");
        rig.Sink.Says(Away);
        await rig.TellAsync(report);
        rig.Clock.Advance(TimeSpan.FromSeconds(99));
        Assert.IsType<LaneTurn.Go>(await rig.Get<LedgerStore>().TakeAsync(report, RouterRig.Channel, default));

        rig.Clock.Advance(TimeSpan.FromSeconds(29));
        await Lanes.SweepAsync(second);
        Assert.Empty(rig.Sink.ReadBacks);
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        rig.Sink.Knows = _ => new ReadBackResult.Found("theirs-1");
        await Lanes.SweepAsync(second);

        Assert.Single(rig.Sink.ReadBacks);
        Assert.Single(rig.Sink.Pushed);
        Assert.Equal((CircuitState.Closed, LedgerOutcome.Delivered), ((await rig.CircuitAsync()).State, (await rig.OnlyAsync(report)).Outcome));
    }

    [Fact]
    public async Task What_an_attempt_does_to_it_holds_for_all_that_follows_in_the_same_transaction()
    {
        await using var rig = await RouterRig.StartAsync();
        var reports = await rig.NewReportsAsync(4);
        var heads = new List<LedgerEntry>();
        foreach (var report in reports.Take(3))
        {
            heads.Add(Assert.IsType<LaneTurn.Go>(await rig.Get<LedgerStore>().TakeAsync(report, RouterRig.Channel, default)).Head);
        }

        await rig.WriteAsync(async (write, token) =>
        {
            var seen = new Dictionary<string, ChannelCircuit?>();
            var told = new SyncResult.Delivered("theirs-1");
            await rig.Get<LedgerSettlement>().SaveAsync(write, [Said(heads[0], told), Said(heads[1], Away), Said(heads[2], told)], seen, token);
            var turns = await rig.Get<LedgerQueue>().TakeAsync(write, [reports[3]], seen, token);

            Assert.IsType<LaneTurn.ChannelWaits>(turns[reports[3]]);
        });

        // Two were judged under its lock, the one before them while it was well.
        Assert.Equal((CircuitState.Open, 2L), ((await rig.CircuitAsync()).State, (await rig.CircuitAsync()).Version));

        static Outcome Said(LedgerEntry head, SyncResult result) => new(new Attempt(head, result), WaitsForPerson: false);
    }

    [Fact]
    public async Task Failures_across_reports_open_it_and_a_single_report_cannot()
    {
        await using var rig = await RouterRig.StartAsync(("StatusSync:FailuresToOpen", "3"), ("StatusSync:LongestPause", "00:00:02"));
        var reports = await rig.NewReportsAsync(4);
        rig.Sink.Says(new SyncResult.Unavailable("busy"));
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await rig.TellAsync(reports[0]);
            rig.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(CircuitState.Closed, (await rig.CircuitAsync()).State);
        await rig.TellAsync(reports[1]);
        await rig.TellAsync(reports[2]);
        Assert.Equal(CircuitState.Open, (await rig.CircuitAsync()).State);
        Assert.False(await rig.TellAsync(reports[3]));
        Assert.Equal(8, rig.Sink.Pushed.Count);
    }

    [Fact]
    public async Task A_person_opens_and_closes_it_for_all_processes_and_the_journal_knows()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        var report = await rig.NewReportAsync("r-1", ReportState.Assigned);
        var acts = rig.Get<SyncActs>();

        await acts.SetCircuitAsync(RouterRig.Channel, open: true, new OperatorWord("sari", "Their desk asked us to wait, call 081234567890"), default);
        rig.Clock.Advance(TimeSpan.FromDays(2));
        await Lanes.SweepAsync(second);
        Assert.Empty(rig.Sink.Pushed);
        Assert.Equal("sari", Assert.Single(await rig.Get<SyncDesk>().StatusAsync(default), channel => channel.Channel == RouterRig.Channel).HeldBy);

        await acts.SetCircuitAsync(RouterRig.Channel, open: false, new OperatorWord("sari", "They are back"), default);
        await Lanes.SweepAsync(second);
        Assert.Equal(2, rig.Sink.Pushed.Count);
        Assert.All(await rig.LedgerAsync(report), row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
        Assert.Equal(["sync.open", "sync.close"], (await rig.AllAsync<OperatorAct>()).OrderBy(act => act.Id).Select(act => act.Verb));
        Assert.Contains("[telepon]", (await rig.AllAsync<OperatorAct>()).MinBy(act => act.Id)!.Detail, StringComparison.Ordinal);
    }

    /// <summary>Hints and sweeps of both processes at once.</summary>
    private static async Task EveryoneAsync(RouterRig rig, ServiceProvider second, List<Guid> reports)
    {
        var lanes = new[] { rig.Get<StatusLane>(), second.GetRequiredService<StatusLane>() };
        var work = reports.SelectMany(report => lanes.Select(lane => Task.Run(() => lane.RunAsync(report, RouterRig.Channel, default))))
            .Append(Task.Run(() => rig.SweepAsync())).Append(Task.Run(() => Lanes.SweepAsync(second)));
        await Task.WhenAll(work);
    }
}
