using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.StatusSync;

public class StatusLaneTests
{
    private static readonly SyncResult Lost = new SyncResult.Unknown("no answer");

    [Fact]
    public async Task Statuses_of_a_report_are_told_in_order_each_once_however_many_lanes_run()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig, ReportState.Assigned, ReportState.Acknowledged, ReportState.InProgress, ReportState.Answered);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => RunAsync(rig, report))));

        // A lane that finds another at work leaves; the last one to work went to the end.
        Assert.Equal(
            [ReportState.Received, ReportState.Assigned, ReportState.Acknowledged, ReportState.InProgress, ReportState.Answered],
            rig.Sink.Pushed.Select(status => status.State));
        Assert.All(await rig.LedgerAsync(report), row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
    }

    [Fact]
    public async Task A_refused_status_is_for_a_person_and_the_next_one_passes()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig, ReportState.Assigned);
        rig.Sink.Answer = (status, token) => status.State is ReportState.Received
            ? Task.FromResult<SyncResult>(new SyncResult.Rejected("131026", "Message to +6281234567890 undeliverable"))
            : TestSink.Delivers(status, token);

        await RunAsync(rig, report);

        var ledger = await rig.LedgerAsync(report);
        Assert.Equal([LedgerOutcome.Rejected, LedgerOutcome.Delivered], ledger.Select(row => row.Outcome));
        Assert.Equal("131026: Message to [telepon] undeliverable", ledger[0].Fault);
        Assert.Contains(await rig.AllAsync<TimelineEntry>(), line => line.Kind == TimelineKinds.SyncTrouble);
    }

    [Fact]
    public async Task Retry_after_is_kept_and_nothing_of_the_report_passes_before()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig, ReportState.Assigned);
        rig.Sink.Says(new SyncResult.Unavailable("busy", TimeSpan.FromMinutes(3)));
        await RunAsync(rig, report);
        rig.Sink.Answer = TestSink.Delivers;

        rig.Clock.Advance(TimeSpan.FromSeconds(179));
        await RunAsync(rig, report);
        Assert.Single(rig.Sink.Pushed);

        // Up to a tenth later, so that what failed together does not come back together.
        rig.Clock.Advance(TimeSpan.FromSeconds(1 + 18));
        await RunAsync(rig, report);
        Assert.Equal(3, rig.Sink.Pushed.Count);
        Assert.Single(rig.Sink.Pushed.Select(status => status.OperationId).Take(2).Distinct());
    }

    [Fact]
    public async Task A_pause_of_a_whole_channel_holds_no_other_channel()
    {
        await using var rig = await RouterRig.StartAsync();
        var (one, two) = (await ReportAsync(rig), await ReportAsync(rig, "r-2", RouterRig.Channel));
        var other = await ReportAsync(rig, "q-1", RouterRig.Quiet);
        rig.Sink.Says(new SyncResult.Unavailable("rate limit", TimeSpan.FromMinutes(1), WholeChannel: true));

        await RunAsync(rig, one);
        await RunAsync(rig, two);
        await rig.Get<StatusLane>().RunAsync(other, RouterRig.Quiet, default);

        Assert.Single(rig.Sink.Pushed);
        Assert.Single(rig.QuietSink.Pushed);

        rig.Sink.Answer = TestSink.Delivers;
        rig.Clock.Advance(TimeSpan.FromSeconds(66));
        await RunAsync(rig, two);
        Assert.Equal(2, rig.Sink.Pushed.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_in_the_middle_of_a_push_is_settled_by_reading_back(bool arrived)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig);
        await CrashAsync(rig, report);
        rig.Sink.Knows = _ => arrived ? new ReadBackResult.Found("theirs-1", "7") : new ReadBackResult.Absent();

        await RunAsync(rig, report);
        Assert.Empty(rig.Sink.ReadBacks);

        rig.Clock.Advance(TimeSpan.FromSeconds(31));
        await RunAsync(rig, report);

        var row = Assert.Single(await rig.LedgerAsync(report));
        Assert.Equal(LedgerOutcome.Delivered, row.Outcome);
        Assert.Equal(arrived ? 1 : 2, rig.Sink.Pushed.Count);
        Assert.Equal(row.Id, Assert.Single(rig.Sink.ReadBacks));
        Assert.Equal(arrived, row.ExternalReference == "theirs-1");
    }

    [Fact]
    public async Task A_channel_that_cannot_tell_is_sent_the_status_once_more_after_the_window_and_then_a_person_looks()
    {
        await using var rig = await RouterRig.StartAsync(("StatusSync:LongestPause", "00:00:05"));
        var report = await ReportAsync(rig);
        rig.Sink.Says(Lost);

        var pushes = new List<int>();
        for (var minute = 0; minute < 25; minute++)
        {
            await RunAsync(rig, report);
            pushes.Add(rig.Sink.Pushed.Count);
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([1, 1, 2, 2, 2], new[] { 0, 9, 10, 19, 24 }.Select(minute => pushes[minute]));
        Assert.Contains("outcome_unknown", Assert.Single(await rig.LedgerAsync(report), row => row.Outcome is LedgerOutcome.Rejected).Fault, StringComparison.Ordinal);
        Assert.Single(rig.Sink.Pushed.Select(status => status.OperationId).Distinct());
        Assert.Contains(rig.Logs.Lines, line => line.Contains("is sent to kanal once more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retry_after_of_a_read_back_is_kept()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig);
        rig.Sink.Says(Lost);
        await RunAsync(rig, report);
        rig.Sink.Knows = _ => new ReadBackResult.Unavailable("busy", TimeSpan.FromMinutes(30));
        rig.Clock.Advance(TimeSpan.FromMinutes(5));
        await RunAsync(rig, report);

        rig.Clock.Advance(TimeSpan.FromMinutes(29));
        await RunAsync(rig, report);

        Assert.Single(rig.Sink.ReadBacks);
    }

    [Fact]
    public async Task A_sink_that_throws_leaves_the_outcome_unknown()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig);
        rig.Sink.Answer = (_, _) => throw new InvalidOperationException("a bug about 081234567890");

        await RunAsync(rig, report);

        var row = Assert.Single(await rig.LedgerAsync(report));
        Assert.Equal((LedgerOutcome.Unknown, "InvalidOperationException: a bug about [telepon]"), (row.Outcome, row.Fault));
    }

    [Fact]
    public async Task A_status_that_cannot_be_made_ready_was_not_sent_and_stays_pending()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Sink.Capabilities = rig.Sink.Capabilities with { NeedsReporter = true };
        await rig.ReadAsync(Items.Chat("r-1", "budi", RouterRig.Start));
        var report = (await rig.ReportAsync("r-1")).Id;
        await rig.SqlAsync($"UPDATE vault_reporters SET sealed = x'00'");

        await RunAsync(rig, report);

        var row = Assert.Single(await rig.LedgerAsync(report));
        Assert.Equal((LedgerOutcome.Pending, null), (row.Outcome, row.UnknownSince));
        Assert.Empty(rig.Sink.Pushed);
    }

    [Fact]
    public async Task What_a_person_types_at_the_channel_waits_for_that_person_and_holds_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ReportAsync(rig, ReportState.Assigned);
        rig.Sink.Capabilities = rig.Sink.Capabilities with { WaitsForPerson = true };

        await RunAsync(rig, report);

        Assert.All(await rig.LedgerAsync(report), row => Assert.Equal(LedgerOutcome.WaitingPerson, row.Outcome));
        Assert.Equal(2, rig.Sink.Pushed.Count);
    }

    [Fact]
    public async Task Blocked_reports_do_not_fill_the_list_of_what_is_due()
    {
        await using var rig = await RouterRig.StartAsync();
        var blocked = await ReportAsync(rig, ReportState.Assigned, ReportState.Acknowledged);
        rig.Sink.Says(new SyncResult.Unavailable("not this one", TimeSpan.FromHours(1)));
        await RunAsync(rig, blocked);
        var free = await ReportAsync(rig, "r-2", RouterRig.Channel);

        Assert.Equal([free], await rig.Get<LedgerStore>().DueAsync(RouterRig.Channel, 1, default));
    }

    private static Task RunAsync(RouterRig rig, Guid report) => rig.Get<StatusLane>().RunAsync(report, RouterRig.Channel, default);

    /// <summary>The process goes away while the push is under way.</summary>
    private static async Task CrashAsync(RouterRig rig, Guid report)
    {
        using var gone = new CancellationTokenSource();
        rig.Sink.Answer = async (_, token) =>
        {
            await gone.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The token did not reach the sink.");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Get<StatusLane>().RunAsync(report, RouterRig.Channel, gone.Token));
        rig.Sink.Answer = TestSink.Delivers;
    }

    private static Task<Guid> ReportAsync(RouterRig rig, params ReportState[] states) => ReportAsync(rig, "r-1", RouterRig.Channel, states);

    private static async Task<Guid> ReportAsync(RouterRig rig, string id, string channel, params ReportState[] states)
    {
        await rig.ReadAsync(channel, new NormalisedBody([Items.Report(id)], []));
        var report = await rig.ReportAsync(id);
        foreach (var state in states)
        {
            await rig.WriteAsync((write, token) => rig.Get<ReportChanges>().ApplyAsync(write, report.Id, new StateChange(state, "test", "", rig.Time.GetUtcNow()), token));
        }

        return report.Id;
    }
}
