using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.StatusSync;

public class StatusAttemptsTests
{
    [Fact]
    public async Task A_connector_that_ignores_its_token_is_left_behind_and_the_outcome_is_unknown()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.NewReportAsync("r-1");
        var never = new TaskCompletionSource<SyncResult>();
        rig.Sink.Answer = (_, _) => never.Task;

        var lane = rig.TellAsync(report);
        await Eventually.True(() => rig.Sink.Pushed.Count == 1, "the push is under way");
        rig.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(lane.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await lane.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

        var row = await rig.OnlyAsync(report);
        Assert.Equal((LedgerOutcome.Unknown, null), (row.Outcome, row.LeaseToken));

        // Its late answer changes nothing.
        never.SetResult(new SyncResult.Rejected("late", "late"));
        Assert.Equal(LedgerOutcome.Unknown, (await rig.OnlyAsync(report)).Outcome);
    }

    [Fact]
    public async Task A_repeat_that_takes_too_long_keeps_its_own_waiting_window()
    {
        await using var rig = await RouterRig.StartAsync(("StatusSync:LongestPause", "00:00:05"));
        var report = await rig.NewReportAsync("r-1");
        rig.Sink.Says(new SyncResult.Unknown("no answer"));
        await rig.TellAsync(report);
        rig.Clock.Advance(TimeSpan.FromMinutes(11));
        rig.Sink.Answer = (_, _) => new TaskCompletionSource<SyncResult>().Task;

        var lane = rig.TellAsync(report);
        await Eventually.True(() => rig.Sink.Pushed.Count == 2, "the repeat is under way");
        rig.Clock.Advance(TimeSpan.FromSeconds(20));
        await lane.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);

        var row = await rig.OnlyAsync(report);
        Assert.Equal((LedgerOutcome.Unknown, 1, RouterRig.Start + TimeSpan.FromMinutes(11)), (row.Outcome, row.BlindRepeats, row.UnknownSince));
    }

    [Fact]
    public async Task A_process_that_slept_past_its_lease_sends_nothing_and_writes_nothing_over_the_next_holder()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        var report = await rig.NewReportAsync("r-1", ReportState.Assigned);
        var asleep = Assert.IsType<LaneTurn.Go>(await rig.Get<LedgerStore>().TakeAsync(report, RouterRig.Channel, default));

        rig.Clock.Advance(TimeSpan.FromSeconds(31));
        rig.Sink.Knows = _ => new ReadBackResult.Absent();
        await second.GetRequiredService<StatusLane>().RunAsync(report, RouterRig.Channel, default);
        Assert.Equal(2, rig.Sink.Pushed.Count);

        // It wakes before its call, and another time after it.
        var late = await rig.Get<StatusAttempts>().MakeAsync(rig.Sink, asleep, default);
        Assert.Equal((false, 2), (late.Called, rig.Sink.Pushed.Count));
        await rig.Get<LedgerStore>().SettleAsync(new Attempt(asleep.Head, new SyncResult.Rejected("late", "late")), false, default);

        Assert.All(await rig.LedgerAsync(report), row => Assert.Equal((LedgerOutcome.Delivered, null), (row.Outcome, row.Fault)));
        Assert.DoesNotContain(await rig.AllAsync<TimelineEntry>(), line => line.Text.Contains("late", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("take1 take2 settle1 settle2")]
    [InlineData("take1 settle1 take2 settle2")]
    [InlineData("take2 take1 settle2 settle1")]
    [InlineData("take1 take2 settle2 settle1")]
    [InlineData("take1 expire take2 settle1 settle2")]
    [InlineData("take1 expire take2 settle2 settle1")]
    [InlineData("take1 expire settle1 take2 settle2")]
    [InlineData("take1 take2 expire settle1 take2 settle2")]
    public async Task However_two_lanes_interleave_one_of_them_holds_the_head_and_its_word_stands(string steps)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.NewReportAsync("r-1");
        var ledger = rig.Get<LedgerStore>();
        var held = new Dictionary<char, LedgerEntry>();
        char? holder = null;
        foreach (var step in steps.Split(' '))
        {
            switch (step[..^1])
            {
                case "take" when await ledger.TakeAsync(report, RouterRig.Channel, default) is LaneTurn.Go go:
                    Assert.DoesNotContain(held.Values, other => other.LeaseUntil >= rig.Clock.GetUtcNow());
                    Assert.Equal(held.Count > 0, go.Head.Outcome is LedgerOutcome.Unknown);
                    held[step[^1]] = go.Head;
                    holder = step[^1];
                    break;
                case "settle" when held.TryGetValue(step[^1], out var head):
                    await ledger.SettleAsync(new Attempt(head, new SyncResult.Delivered($"by {step[^1]}")), false, default);
                    break;
                case "expir":
                    rig.Clock.Advance(TimeSpan.FromSeconds(31));
                    break;
            }
        }

        var row = await rig.OnlyAsync(report);
        Assert.Equal((LedgerOutcome.Delivered, $"by {holder}"), (row.Outcome, row.ExternalReference));
        Assert.Single(await rig.AllAsync<TimelineEntry>(), line => line.Kind == TimelineKinds.Synced);
    }
}
