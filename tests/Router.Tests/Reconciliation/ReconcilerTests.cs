using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.Tests.Rig;
using static Hub.Router.Tests.Reconciliation.ReconciliationStage;

namespace Hub.Router.Tests.Reconciliation;

public class ReconcilerTests
{
    [Fact]
    public async Task Each_class_is_listed_with_what_to_do_and_nothing_is_touched_without_repair()
    {
        await using var rig = await RigAsync("A", "B", "C", "D", "E");
        rig.Audit.Shows("A");
        rig.Audit.Shows("B", "2");
        rig.Audit.Shows("D", "0");
        rig.Audit.Shows("E");
        rig.Audit.Shows("F");

        var outcome = await RunAsync(rig);

        Assert.Equal((true, 5, 4, 0, 0), (outcome.Whole, outcome.Listed, outcome.New, outcome.Repaired, outcome.Settled));
        var findings = await OpenAsync(rig);
        Assert.Equal(["B Late", "C MissingThere", "D Differs", "F MissingHere"], findings.Select(finding => $"{finding.Subject} {finding.Class}").Order());
        Assert.All(findings, finding => Assert.NotEmpty(finding.WhatToDo));
        Assert.Single(await rig.AllAsync<RawBody>());
        Assert.Empty(await rig.AllAsync<OperatorAct>());
    }

    [Fact]
    public async Task Repair_fetches_what_is_safe_through_the_normal_intake_and_the_next_run_settles_it()
    {
        await using var rig = await RigAsync("B", "C");
        rig.Audit.Shows("B", "2");
        rig.Audit.Shows("F");
        rig.Audit.Bodies = entry => [rig.Normaliser.Body($"{entry.ExternalId}:{entry.ContentVersion}", Items.Report(entry.ExternalId, "Jalan rusak lagi", Before) with { ContentVersion = entry.ContentVersion })];

        var repaired = await RunAsync(rig, repair: true);
        await ReadBodiesAsync(rig);
        var next = await RunAsync(rig, repair: true);
        var quiet = await RunAsync(rig, repair: true);

        Assert.Equal((3, 2, 0), (repaired.New, repaired.Repaired, repaired.Settled));
        Assert.Equal((0, 0, 2), (next.New, next.Repaired, next.Settled));
        Assert.Equal((0, 0, 0), (quiet.New, quiet.Repaired, quiet.Settled));
        Assert.Equal("C", Assert.Single(await OpenAsync(rig)).Subject);
        Assert.Equal("2", (await rig.ReportAsync("B")).ContentVersion);
        Assert.Equal(ReportState.Received, (await rig.ReportAsync("F")).State);
        Assert.Equal(["reconcile.repair", "reconcile.repair"], (await rig.AllAsync<OperatorAct>()).Select(act => act.Verb));
    }

    [Fact]
    public async Task What_is_fetched_twice_makes_one_report_and_one_version()
    {
        await using var rig = await RigAsync();
        rig.Audit.Shows("F");
        rig.Audit.Bodies = _ => [rig.Normaliser.Body("F:1", Items.Report("F", at: Before) with { ContentVersion = "1" }) with { Key = "F:1" }];

        await RunAsync(rig, repair: true);
        var again = await RunAsync(rig, repair: true);
        await ReadBodiesAsync(rig);

        Assert.Equal(0, again.Repaired);
        Assert.Contains("quarantine", Assert.Single(await OpenAsync(rig)).WhatToDo, StringComparison.Ordinal);
        Assert.Single(await rig.AllAsync<Report>());
        Assert.Single(await rig.AllAsync<RawBody>());
    }

    [Fact]
    public async Task A_channel_that_goes_away_in_the_middle_settles_nothing_that_was_not_seen()
    {
        await using var rig = await RigAsync("A", "B", "C", "D");
        rig.Audit.Shows("A", "2");
        rig.Audit.Shows("B");
        rig.Audit.Shows("D", "2");
        await RunAsync(rig);
        Assert.Equal(["A", "C", "D"], (await OpenAsync(rig)).Select(finding => finding.Subject).Order());

        // All is well now, and only the first page of two can be had.
        rig.Audit.Shows("D");
        rig.Audit.Shows("C");
        rig.Audit.Entries.RemoveAll(entry => entry.ExternalId == "A");
        rig.Audit.Entries.Insert(0, new AuditEntry("A", Before, Before) { ContentVersion = "1" });
        rig.Audit.AwayAt = page => page == 1 ? new AuditResult.Unavailable("The channel answered 503.", TimeSpan.FromHours(3)) : null;
        var cut = await RunAsync(rig);

        Assert.False(cut.Whole);
        Assert.Contains("503", cut.Note, StringComparison.Ordinal);
        Assert.Equal(1, cut.Settled);
        Assert.Equal(["C", "D"], (await OpenAsync(rig)).Select(finding => finding.Subject).Order());
        var state = Assert.Single(await rig.AllAsync<ReconciliationState>());
        Assert.Equal((RouterRig.Start + TimeSpan.FromHours(3), true), (state.NextAt, state.Fault!.Contains("503", StringComparison.Ordinal)));

        rig.Audit.AwayAt = _ => null;
        Assert.Equal((true, 2), await WholeAndSettledAsync(rig));
        Assert.Empty(await OpenAsync(rig));
    }

    [Fact]
    public async Task A_full_page_is_never_the_end_of_the_list()
    {
        await using var rig = await RigAsync("A", "B", "C", "D");
        foreach (var id in (string[])["A", "B", "C", "D"])
        {
            rig.Audit.Shows(id);
        }

        var outcome = await RunAsync(rig);

        Assert.Equal((4, 0), (outcome.Listed, outcome.New));
        Assert.Empty(rig.Audit.Asked);
    }

    [Fact]
    public async Task The_window_holds_its_first_instant_and_not_its_last()
    {
        await using var rig = await RouterRig.StartAsync();
        var (from, to) = (Before, Before.AddHours(1));
        await rig.ReadAsync(Held("first", from), Held("last", to.AddTicks(-10)), Held("early", from.AddTicks(-10)), Held("late", to));

        await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(RouterRig.Channel, from, to, Repair: false, "uji"), default);

        Assert.Equal(["first", "last"], (await OpenAsync(rig)).Select(finding => finding.Subject).Order());
        Assert.All(rig.Audit.Windows, window => Assert.True(window.From < from && window.To == to));
    }

    [Fact]
    public async Task A_report_that_the_list_leaves_out_is_asked_for_before_anyone_is_troubled()
    {
        await using var rig = await RigAsync("A");
        rig.Audit.Unlisted.Add(new AuditEntry("A", Before, Before) { ContentVersion = "1" });

        Assert.Equal(0, (await RunAsync(rig)).New);
        Assert.Equal(["A"], rig.Audit.Asked);
    }

    [Fact]
    public async Task Open_findings_outside_the_window_are_looked_at_again_one_by_one()
    {
        await using var rig = await RigAsync("A");
        await RunAsync(rig);
        Assert.Single(await OpenAsync(rig));

        rig.Audit.Unlisted.Add(new AuditEntry("A", Before, Before) { ContentVersion = "1" });
        var later = await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(null, RouterRig.Start.AddMinutes(-40), null, Repair: false, "uji"), default);

        Assert.Equal(1, later.Single(outcome => outcome.Channel == RouterRig.Channel).Settled);
        Assert.Empty(await OpenAsync(rig));
    }

    private static async Task<(bool, int)> WholeAndSettledAsync(RouterRig rig) => await RunAsync(rig) is var outcome ? (outcome.Whole, outcome.Settled) : default;
}
