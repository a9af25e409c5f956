using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.Reconciliation;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Router.Tests.Reconciliation.ReconciliationStage;

namespace Hub.Router.Tests.Reconciliation;

/// <summary>How runs stand beside each other: light and whole ones, other hubs, and what people said of a finding.</summary>
public class ReconciliationRunsTests
{
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

    private static async Task<string> NoteAsync(RouterRig rig) =>
        Assert.Single(await rig.Get<Reconciler>().RunAsync(new ReconciliationRequest(RouterRig.Quiet, null, null, false, "uji"), default)).Note!;
}
