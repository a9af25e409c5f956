using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Reconciliation;

public class ReconcilerTests
{
    private static readonly DateTimeOffset Before = RouterRig.Start - TimeSpan.FromHours(2);

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

    [Fact]
    public async Task A_light_run_lists_only_from_the_first_day_that_does_not_agree()
    {
        await using var rig = await RigAsync("A");
        rig.Audit.Shows("A", "2");
        var order = new ReconciliationOrder(rig.Audit, new AuditWindow(Jakarta.Begin(new DateOnly(2026, 3, 1)), RouterRig.Start), IsLight: true, Repairs: false);

        rig.Audit.Digest = _ => new DigestResult.Agrees();
        Assert.Equal(0, (await rig.Get<Reconciler>().RunAsync(order, default)).Listed);
        Assert.Equal([(new DateOnly(2026, 3, 1), 0), (new DateOnly(2026, 3, 2), 1)], rig.Audit.Days);
        Assert.Empty(rig.Audit.Windows);

        rig.Audit.Digest = day => day.Day == 1 ? new DigestResult.Agrees() : new DigestResult.Differs();
        Assert.Equal((1, 1), await rig.Get<Reconciler>().RunAsync(order, default) is var run ? (run.Listed, run.New) : default);
        Assert.True(Assert.Single(rig.Audit.Windows).From > order.Window.From);
    }

    [Fact]
    public async Task A_day_whose_sum_agrees_settles_no_finding_by_itself()
    {
        await using var rig = await RigAsync("A");
        rig.Audit.Shows("A", "0");
        await RunAsync(rig);
        rig.Audit.Digest = _ => new DigestResult.Agrees();

        var light = await rig.Get<Reconciler>().RunAsync(
            new ReconciliationOrder(rig.Audit, new AuditWindow(Before.AddDays(-1), RouterRig.Start), IsLight: true, Repairs: false), default);

        Assert.Equal((0, 0), (light.New, light.Settled));
        Assert.Single(await OpenAsync(rig));
    }

    [Fact]
    public async Task When_the_calls_run_out_the_run_says_so_and_the_next_goes_on()
    {
        await using var rig = await RouterRig.StartAsync(("Reconciliation:MostCalls", "2"));
        await rig.ReadAsync([.. new[] { "A", "B", "C", "D" }.Select(id => Held(id, Before))]);

        var first = await RunAsync(rig);

        Assert.False(first.Whole);
        Assert.Equal(2, (await OpenAsync(rig)).Count);
    }

    [Fact]
    public async Task Another_hub_that_compares_the_same_account_keeps_this_one_out()
    {
        await using var rig = await RigAsync("A");
        await using var other = rig.AnotherProcess();
        var order = new ReconciliationOrder(rig.Audit, new AuditWindow(Before, RouterRig.Start), IsLight: false, Repairs: false);
        Assert.True(await other.GetRequiredService<AuditPace>().BeginAsync(order, default));

        var outcome = await RunAsync(rig);
        Assert.False(outcome.Whole);
        Assert.Contains("elsewhere", outcome.Note, StringComparison.Ordinal);

        await other.GetRequiredService<AuditPace>().EndAsync(order, default);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await RunAsync(rig)).Whole);
    }

    [Fact]
    public async Task An_accepted_finding_is_quiet_until_something_else_is_wrong_and_the_journal_knows_who_said_so()
    {
        await using var rig = await RigAsync("A");
        await RunAsync(rig);
        var desk = rig.Get<ReconciliationDesk>();
        var number = (await rig.ReportAsync("A")).Number;
        Assert.Equal(0, await desk.AcceptAsync("LP-1999-000001", "Biro", "Salah.", default));
        Assert.Equal(1, await desk.AcceptAsync(number, "Biro", "Dipindahkan ke instansi lain.", default));

        await RunAsync(rig);
        Assert.Empty(await OpenAsync(rig));
        Assert.Empty(await desk.CountAsync(default));

        rig.Audit.Shows("A", "0");
        await RunAsync(rig);
        Assert.Equal("Differs", Assert.Single(await OpenAsync(rig)).Class);
        var act = Assert.Single(await rig.AllAsync<OperatorAct>());
        Assert.Equal(("Biro", "reconcile.accept", number), (act.By, act.Verb, act.Subject));
    }

    [Fact]
    public async Task A_finding_that_comes_back_begins_anew()
    {
        await using var rig = await RigAsync("A");
        await RunAsync(rig);
        rig.Audit.Shows("A");
        Assert.Equal(1, (await RunAsync(rig)).Settled);

        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Audit.Hides("A");
        Assert.Equal(1, (await RunAsync(rig)).New);
        Assert.Equal(RouterRig.Start.AddHours(1), Assert.Single(await OpenAsync(rig)).FirstSeenAt);
    }

    [Fact]
    public async Task A_channel_with_nothing_to_list_is_known_by_its_receipts_and_says_so()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(RouterRig.Quiet, new NormalisedBody([Items.Report("Q", at: Before)], []));
        var report = await rig.ReportAsync("Q");
        await rig.SqlAsync($"UPDATE status_ledger SET outcome = 'Delivered', settled_at = {Before.UtcDateTime} WHERE report_id = {report.Id}");

        Assert.Contains("receipt of delivery: 0", await NoteAsync(rig), StringComparison.Ordinal);
        rig.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains("receipt of delivery: 1", await NoteAsync(rig), StringComparison.Ordinal);
        await rig.SqlAsync($"UPDATE status_ledger SET receipt = 'Read' WHERE report_id = {report.Id}");
        Assert.Contains("receipt of delivery: 0", await NoteAsync(rig), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_a_finding_tells_who_reported()
    {
        await using var rig = await RigAsync("A");
        rig.Audit.Entries.Add(new AuditEntry("A", Before, Before) { ContentVersion = "1", Word = "hubungi 081234567890" });

        await RunAsync(rig);

        Assert.DoesNotContain("081234567890", Assert.Single(await OpenAsync(rig)).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Logs.Lines, line => line.Contains("081234567890", StringComparison.Ordinal));
    }

    private static InboundReport Held(string id, DateTimeOffset at) => Items.Report(id, at: at) with { ContentVersion = "1", ChannelWord = "Baru" };

    /// <summary>The hub holds these reports in version 1, two hours old.</summary>
    private static async Task<RouterRig> RigAsync(params string[] ids)
    {
        var rig = await RouterRig.StartAsync();
        if (ids.Length > 0)
        {
            await rig.ReadAsync([.. ids.Select(id => Held(id, Before))]);
        }

        return rig;
    }

    private static async Task<ReconciliationOutcome> RunAsync(RouterRig rig, bool repair = false) =>
        Assert.Single(await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(RouterRig.Channel, null, null, repair, "uji"), default));

    private static async Task<(bool, int)> WholeAndSettledAsync(RouterRig rig) => await RunAsync(rig) is var outcome ? (outcome.Whole, outcome.Settled) : default;

    private static Task<List<FindingLine>> OpenAsync(RouterRig rig) => rig.Get<ReconciliationDesk>().OpenAsync(null, 100, default);

    private static async Task<string> NoteAsync(RouterRig rig) =>
        Assert.Single(await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(RouterRig.Quiet, null, null, false, "uji"), default)).Note!;

    /// <summary>Reads what lies unread, as the reader does.</summary>
    private static async Task ReadBodiesAsync(RouterRig rig)
    {
        foreach (var row in (await rig.AllAsync<RawBody>()).Where(row => row.ReadAt is null))
        {
            var raw = rig.Get<Hub.Router.Intake.RawArchive>().Open(row);
            await rig.Get<Hub.Router.Intake.InboundWriter>().SaveAsync([new Hub.Router.Intake.ReadBody(row.Id, raw, rig.Normaliser.Normalise(raw))], default);
        }
    }
}
