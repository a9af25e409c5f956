using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.StatusSync;

public class SyncActsTests
{
    private static readonly OperatorWord Word = new("sari", "Kanal sudah diperbaiki");

    [Fact]
    public async Task A_status_that_could_not_be_told_for_a_day_is_parked_with_its_reason_and_holds_only_its_report()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ParkedAsync(rig);
        var other = await rig.NewReportAsync("r-2");
        await rig.SweepAsync();

        var ledger = await rig.LedgerAsync(report);
        Assert.Equal([(LedgerOutcome.Parked, "not this one"), (LedgerOutcome.Pending, null)], ledger.Select(row => (row.Outcome, row.Fault)));
        Assert.Equal(LedgerOutcome.Delivered, (await rig.OnlyAsync(other)).Outcome);
        Assert.Contains(await rig.AllAsync<TimelineEntry>(), line => line.Kind == TimelineKinds.SyncTrouble && line.ReportId == report);

        var attempts = rig.Sink.Pushed.Count;
        rig.Clock.Advance(TimeSpan.FromDays(3));
        await rig.SweepAsync();
        await rig.TellAsync(report);
        Assert.Equal(attempts, rig.Sink.Pushed.Count);

        var sync = Assert.Single(await rig.Get<SyncDesk>().StatusAsync(default), channel => channel.Channel == RouterRig.Channel);
        Assert.Equal((1, 1, 0), (sync.Parked, sync.Stuck, sync.Refused));
        var line = Assert.Single(await rig.Get<SyncDesk>().ListAsync(new SyncQuery(Parked: true), 10, default));
        Assert.Equal((1, "not this one", "Parked"), (line.Behind, line.Reason, line.Outcome));
    }

    [Fact]
    public async Task A_channel_that_is_away_for_days_parks_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.NewReportAsync("r-1");
        rig.Sink.Says(new SyncResult.Unavailable("their house burns", WholeChannel: true));
        for (var hour = 0; hour < 50; hour++)
        {
            await rig.SweepAsync();
            rig.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(LedgerOutcome.Pending, (await rig.OnlyAsync(report)).Outcome);
        Assert.Equal(1, Assert.Single(await rig.Get<SyncDesk>().StatusAsync(default), channel => channel.Channel == RouterRig.Channel).Stuck);
        rig.Sink.Answer = TestSink.Delivers;
        await rig.SweepAsync();
        Assert.Equal(LedgerOutcome.Delivered, (await rig.OnlyAsync(report)).Outcome);
    }

    [Fact]
    public async Task A_parked_status_that_is_retried_has_its_time_anew_and_the_later_ones_follow_in_order()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ParkedAsync(rig);
        var number = (await rig.ReportAsync("r-1")).Number;

        Assert.Equal(2, await rig.Get<SyncActs>().RetryAsync(new RetryChoice(number), Word, default));
        await rig.SweepAsync();

        var ledger = await rig.LedgerAsync(report);
        Assert.All(ledger, row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
        Assert.Equal(ledger.Select(row => row.State), rig.Sink.Pushed.Select(status => status.State).TakeLast(2));
        var act = Assert.Single(await rig.AllAsync<OperatorAct>());
        Assert.Equal(("sari", "sync.retry", number, 2), (act.By, act.Verb, act.Subject, act.Count));
    }

    [Fact]
    public async Task What_was_parked_as_unknown_is_read_back_before_it_is_sent_again()
    {
        await using var rig = await RouterRig.StartAsync(("StatusSync:ParkAfter", "01:00:00"));
        var report = await rig.NewReportAsync("r-1");
        rig.Sink.Says(new SyncResult.Unknown("no answer"));
        await rig.TellAsync(report);
        rig.Sink.Knows = _ => new ReadBackResult.Unavailable("busy");
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await rig.TellAsync(report);
        Assert.Equal(LedgerOutcome.Parked, (await rig.OnlyAsync(report)).Outcome);

        rig.Sink.Knows = _ => new ReadBackResult.Found("theirs-1");
        await rig.Get<SyncActs>().RetryAsync(new RetryChoice(Channel: RouterRig.Channel), Word, default);
        await rig.TellAsync(report);

        Assert.Single(rig.Sink.Pushed);
        Assert.Equal("theirs-1", (await rig.OnlyAsync(report)).ExternalReference);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_settles_a_parked_status_with_a_line_in_the_history_and_the_next_one_goes(bool delivered)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await ParkedAsync(rig);
        var number = (await rig.ReportAsync("r-1")).Number;
        var pushed = rig.Sink.Pushed.Count;

        Assert.IsType<SyncActResult.Done>(await rig.Get<SyncActs>().SettleAsync(number, delivered, new OperatorWord("sari", "Sudah ditelepon ke 081234567890"), default));
        await rig.SweepAsync();

        Assert.Equal([delivered ? LedgerOutcome.Delivered : LedgerOutcome.Dropped, LedgerOutcome.Delivered], (await rig.LedgerAsync(report)).Select(row => row.Outcome));
        Assert.Equal(pushed + 1, rig.Sink.Pushed.Count);
        Assert.Contains("[telepon]", Assert.Single(await rig.AllAsync<TimelineEntry>(), line => line.Kind == TimelineKinds.Note).Text, StringComparison.Ordinal);
        Assert.Equal(("sync.settle", number), (Assert.Single(await rig.AllAsync<OperatorAct>()).Verb, Assert.Single(await rig.AllAsync<OperatorAct>()).Subject));
        Assert.IsType<SyncActResult.Refused>(await rig.Get<SyncActs>().SettleAsync(number, delivered, Word, default));
        Assert.IsType<SyncActResult.NoReport>(await rig.Get<SyncActs>().SettleAsync("LP-1", delivered, Word, default));
    }

    [Fact]
    public async Task What_is_under_way_is_neither_settled_nor_retried_by_a_person()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.NewReportAsync("r-1");
        Assert.IsType<LaneTurn.Go>(await rig.Get<LedgerStore>().TakeAsync(report, RouterRig.Channel, default));

        Assert.IsType<SyncActResult.Refused>(await rig.Get<SyncActs>().SettleAsync((await rig.ReportAsync("r-1")).Number, true, Word, default));
        Assert.Equal(0, await rig.Get<SyncActs>().RetryAsync(new RetryChoice(Channel: RouterRig.Channel), Word, default));
        Assert.DoesNotContain(await rig.AllAsync<TimelineEntry>(), line => line.Kind == TimelineKinds.Note);
    }

    [Fact]
    public async Task A_refused_status_is_sent_again_only_while_nothing_later_was_told()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Sink.Says(new SyncResult.Rejected("422", "not so"));
        var (both, overtaken) = (await rig.NewReportAsync("r-1", ReportState.Assigned), await rig.NewReportAsync("r-2"));
        await rig.SweepAsync();
        rig.Sink.Answer = TestSink.Delivers;
        await rig.WriteAsync((write, token) => rig.Get<ReportChanges>().ApplyAsync(write, overtaken, new StateChange(ReportState.Assigned, "test", "", rig.Time.GetUtcNow()), token));
        await rig.SweepAsync();
        rig.Sink.Pushed.Clear();

        var choice = new RetryChoice(Channel: RouterRig.Channel, Refused: true);
        var (count, sample) = await rig.Get<SyncActs>().PreviewAsync(choice, 5, default);
        Assert.Equal((2, (await rig.ReportAsync("r-1")).Number), (count, Assert.Single(sample)));
        Assert.Equal(2, await rig.Get<SyncActs>().RetryAsync(choice, Word, default));
        await rig.SweepAsync();

        Assert.Equal([ReportState.Received, ReportState.Assigned], rig.Sink.Pushed.Select(status => status.State));
        Assert.All(await rig.LedgerAsync(both), row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
        Assert.Equal([LedgerOutcome.Rejected, LedgerOutcome.Delivered], (await rig.LedgerAsync(overtaken)).Select(row => row.Outcome));
    }

    /// <summary>A report whose first status could not be told for more than a day.</summary>
    private static async Task<Guid> ParkedAsync(RouterRig rig)
    {
        var report = await rig.NewReportAsync("r-1", ReportState.Assigned);
        rig.Sink.Says(new SyncResult.Unavailable("not this one", TimeSpan.FromHours(12)));
        for (var half = 0; half < 4; half++)
        {
            await rig.SweepAsync();
            rig.Clock.Advance(TimeSpan.FromHours(14));
        }

        rig.Sink.Answer = TestSink.Delivers;
        return report;
    }
}
