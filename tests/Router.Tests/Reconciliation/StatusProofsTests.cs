using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Reconciliation;

public class StatusProofsTests
{
    private static readonly ReadBackResult Absent = new ReadBackResult.Absent();
    private static readonly ReadBackResult Found = new ReadBackResult.Found("there");

    [Fact]
    public async Task A_status_that_is_shown_is_proven_once_and_not_asked_for_again()
    {
        await using var rig = await ToldAsync(_ => Found);

        Assert.Equal(0, (await RunAsync(rig)).New);
        await RunAsync(rig);

        Assert.Single(rig.Sink.ReadBacks);
        var report = await rig.ReportAsync("A");
        var story = await rig.Get<ReportDesk>().FindAsync(report.Number, default);
        Assert.Equal(rig.Clock.GetUtcNow(), Assert.Single(story!.Report.Statuses).SeenThereAt);
    }

    [Fact]
    public async Task A_status_that_is_accepted_and_not_shown_is_late_and_repeated_once_as_the_same_operation()
    {
        var shown = false;
        await using var rig = await ToldAsync(_ => shown ? Found : Absent);
        var (report, operation) = (await rig.ReportAsync("A"), rig.Sink.Pushed.Single().OperationId);

        var listed = await RunAsync(rig, repair: false);
        Assert.Equal((1, 0), (listed.New, listed.Repaired));
        Assert.Equal(LedgerOutcome.Delivered, (await rig.LedgerAsync(report.Id)).Single().Outcome);

        Assert.Equal(1, (await RunAsync(rig)).Repaired);
        await rig.Get<StatusLane>().RunAsync(report.Id, RouterRig.Channel, default);
        Assert.Equal([operation, operation], rig.Sink.Pushed.Select(status => status.OperationId));

        // It vanishes again: nobody repeats it a second time.
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await RunAsync(rig)).Repaired);
        await rig.Get<StatusLane>().RunAsync(report.Id, RouterRig.Channel, default);
        Assert.Equal(2, rig.Sink.Pushed.Count);
        Assert.Contains("repeated once", Assert.Single(await OpenAsync(rig)).WhatToDo, StringComparison.Ordinal);

        shown = true;
        Assert.Equal(1, (await RunAsync(rig)).Settled);
        Assert.Empty(await OpenAsync(rig));
    }

    [Fact]
    public async Task A_status_that_shows_after_all_is_not_told_twice()
    {
        // Absent for the comparison, and there when the lane looks for itself.
        var asked = 0;
        await using var rig = await ToldAsync(_ => asked++ == 0 ? Absent : Found);

        Assert.Equal(1, (await RunAsync(rig)).Repaired);
        await rig.Get<StatusLane>().RunAsync((await rig.ReportAsync("A")).Id, RouterRig.Channel, default);

        Assert.Single(rig.Sink.Pushed);
    }

    [Fact]
    public async Task A_status_with_a_later_one_behind_it_is_not_repeated()
    {
        await using var rig = await ToldAsync(status => status.State is ReportState.Received ? Absent : Found);
        var report = await rig.ReportAsync("A");
        await rig.WriteAsync((write, token) => rig.Get<ReportChanges>().ApplyAsync(write, report.Id, new StateChange(ReportState.Triage, "uji", "Ke triase.", rig.Clock.GetUtcNow()), token));
        await rig.Get<StatusLane>().RunAsync(report.Id, RouterRig.Channel, default);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((1, 0), await RunAsync(rig) is var run ? (run.New, run.Repaired) : default);
        Assert.Contains("later status", Assert.Single(await OpenAsync(rig)).WhatToDo, StringComparison.Ordinal);
        Assert.All(await rig.LedgerAsync(report.Id), row => Assert.Equal(LedgerOutcome.Delivered, row.Outcome));
    }

    [Fact]
    public async Task A_report_that_the_channel_does_not_show_is_one_finding_and_not_one_a_status()
    {
        await using var rig = await ToldAsync(_ => Absent);
        rig.Audit.Hides("A");

        await RunAsync(rig);

        Assert.Equal("MissingThere", Assert.Single(await OpenAsync(rig)).Class);
        Assert.Single(rig.Sink.Pushed);
    }

    [Fact]
    public async Task A_young_status_has_time_to_show()
    {
        await using var rig = await ToldAsync(_ => Absent, age: TimeSpan.FromMinutes(14));

        Assert.Equal(0, (await RunAsync(rig)).New);
        Assert.Empty(rig.Sink.ReadBacks);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_asked_proves_nothing_and_disproves_nothing()
    {
        await using var rig = await ToldAsync(_ => new ReadBackResult.Unavailable("The channel answered 503."));

        var cut = await RunAsync(rig);

        Assert.False(cut.Whole);
        Assert.Empty(await OpenAsync(rig));
        Assert.Empty(await rig.AllAsync<StatusSighting>());
    }

    /// <summary>Report A, which its channel shows, and its first status, told so long ago.</summary>
    private static async Task<RouterRig> ToldAsync(Func<OutboundStatus, ReadBackResult> knows, TimeSpan? age = null)
    {
        var rig = await RouterRig.StartAsync();
        rig.Sink.Knows = knows;
        await rig.ReadAsync(Items.Report("A", at: RouterRig.Start.AddHours(-2)) with { ContentVersion = "1" });
        rig.Audit.Shows("A");
        await rig.Get<StatusLane>().RunAsync((await rig.ReportAsync("A")).Id, RouterRig.Channel, default);
        rig.Clock.Advance(age ?? TimeSpan.FromHours(1));
        return rig;
    }

    private static async Task<ReconciliationOutcome> RunAsync(RouterRig rig, bool repair = true) =>
        Assert.Single(await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(RouterRig.Channel, null, null, repair, "uji"), default));

    private static Task<List<FindingLine>> OpenAsync(RouterRig rig) => rig.Get<ReconciliationDesk>().OpenAsync(null, 100, default);
}
