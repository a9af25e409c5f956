using Hub.Contracts.Reports;
using Hub.Router.Accountability;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Lifecycle;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Units;

/// <summary>R8 of PEERS 5.7: a unit is merged, renamed or closed on a date.</summary>
public sealed class UnitSuccessionTests
{
    private const string House = "Mohon bantuan untuk rumah susun kami";

    [Theory]
    [InlineData(Items.RoadText, "2026-03-10T16:59:59Z", RigMinistry.OldRoads)]
    [InlineData(Items.RoadText, "2026-03-10T17:00:00Z", RigMinistry.Roads)] // renamed; the rules name both
    [InlineData(House, "2026-03-10T16:59:59Z", RigMinistry.OldHousing)]
    [InlineData(House, "2026-03-10T17:00:00Z", RigMinistry.Housing)] // moved to another ministry; the rules name only the old unit
    [InlineData("Pagar kebun kota roboh", "2026-03-10T16:59:59Z", RigMinistry.Orphan)]
    [InlineData("Pagar kebun kota roboh", "2026-03-10T17:00:00Z", null)] // closed without a successor: a person decides
    public void R8_cases_after_the_date_go_to_the_successor(string text, string receivedAt, string? unit)
    {
        var facts = new ReportFacts(RouterRig.Channel, DateTimeOffset.Parse(receivedAt, System.Globalization.CultureInfo.InvariantCulture), null, text, null, ReportClass.Complaint, new Sensitivity(false, false), null);

        Assert.Equal(unit, new RoutingEngine(RigMinistry.Whole).Decide(facts).Unit);
    }

    [Fact]
    public async Task R8_an_open_report_goes_to_the_successor_and_its_history_keeps_the_old_name()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole, ("Units:Default", "Queue"));
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "in_progress", at: null);
        var (before, clockBefore, told) = (await rig.ReportAsync("r-1"), await ClockAsync(rig), (await rig.LedgerAsync(report.Id)).Count);
        Assert.Empty(await rig.Get<UnitSuccession>().PlanAsync(default));

        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());
        var line = new SuccessionLine(RigMinistry.OldRoads, "Ditjen Jalan Lama", RigMinistry.LastDay, RigMinistry.Roads, 1);
        Assert.Equal([line], await rig.Get<UnitSuccession>().PlanAsync(default));
        Assert.Equal([line], await rig.Get<UnitSuccession>().ApplyAsync(("ani", "Perpres"), default));

        var after = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.InProgress, RigMinistry.Roads, before.StateAt), (after.State, after.Unit, after.StateAt));
        Assert.Equal(clockBefore, await ClockAsync(rig));
        Assert.Equal(told, (await rig.LedgerAsync(report.Id)).Count);

        var history = (await rig.HistoryAsync(report.Id)).FindAll(one => one.Kind == "succession");
        Assert.Equal("Ditjen Jalan Lama (LAMA-BM) berakhir pada 2026-03-10; laporan dilanjutkan oleh Ditjen Jalan Baru (BARU-BM).", Assert.Single(history).Text);
        var story = (await rig.Get<ReportDesk>().FindAsync(report.Number, default))!;
        Assert.Equal([RigMinistry.OldRoads, RigMinistry.Roads], story.Decisions.Select(decision => decision.Unit));
        Assert.Contains("Ditjen Jalan Lama", story.Decisions[0].Reason, StringComparison.Ordinal);
        Assert.Contains(story.History, one => one.By == RigMinistry.OldRoads && one.State is ReportState.InProgress);

        // Both inboxes hear of it, and the successor finds it in the list too.
        var events = await rig.MessagesAsync();
        Assert.Contains(events, one => one.Queue == HubQueues.UnitInbox(RigMinistry.Roads) && one.Body.Contains(UnitPosts.AssignedType, StringComparison.Ordinal));
        Assert.Contains(events, one => one.Queue == HubQueues.UnitInbox(RigMinistry.OldRoads) && one.Body.Contains(UnitPosts.MovedType, StringComparison.Ordinal) && one.Body.Contains("\"to\":\"BARU-BM\"", StringComparison.Ordinal));
        Assert.Equal(report.Id, Assert.Single((await rig.Get<UnitInbox>().ListAsync(RigMinistry.Roads, null, 10, default)).Items).Assignment.ReportId);
        Assert.Equal(("units.succession", RigMinistry.OldRoads, 1), (await rig.AllAsync<OperatorAct>()).Select(act => (act.Verb, act.Subject, act.Count)).Single());
    }

    [Fact]
    public async Task R8_what_ended_before_the_date_stays_with_the_old_unit_in_history_and_figures()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        await rig.AssignedAsync();
        await rig.ClosesAsync("r-1");
        await rig.AssignedAsync("r-2", House);
        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());
        await rig.Get<UnitSuccession>().ApplyAsync(null, default);

        Assert.Equal(RigMinistry.OldRoads, (await rig.ReportAsync("r-1")).Unit);
        var shown = Assert.IsType<FigureAnswer.Shown>(await rig.Get<FigureDesk>().AskAsync(new FigureAsk("sla"), default));
        Assert.Equal([(RigMinistry.OldRoads, "Ditjen Jalan Lama"), (RigMinistry.Housing, "Kementerian Perumahan")], shown.Table.Rows.Select(row => (row.Key, row.Name)));

        // A successor is no re-routing and no return of what the rules decided.
        var routing = Assert.IsType<FigureAnswer.Shown>(await rig.Get<FigureDesk>().AskAsync(new FigureAsk("routing"), default)).Table;
        Assert.Equal([2d, 0d, 0d], new[] { "decided", "returned", "rerouted" }.Select(column => routing.Total.Values[routing.Columns.Select((one, index) => (one.Id, index)).Single(one => one.Id == column).index]!.Value));
    }

    [Fact]
    public async Task R8_without_a_successor_a_person_decides_and_is_told_why()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var report = await rig.AssignedAsync("r-1", "Pagar kebun kota roboh");
        var answered = await rig.AssignedAsync("r-2", "Pagar kebun kota roboh lagi");
        await rig.SaysAsync(answered, "answered");
        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());

        await rig.Get<UnitSuccession>().ApplyAsync(null, default);

        var now = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Triage, null), (now.State, now.Unit));
        Assert.Equal("Ditjen Kebun (LAMA-KEBUN) berakhir pada 2026-03-10 tanpa unit penerus. Perlu keputusan petugas.", now.Reason);
        Assert.Equal((ReportState.Answered, RigMinistry.Orphan), ((await rig.ReportAsync("r-2")).State, (await rig.ReportAsync("r-2")).Unit));
        Assert.Empty(await rig.Get<UnitSuccession>().PlanAsync(default));

        // The rules do not take it out of the person's hands again.
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        Assert.Equal(ReportState.Triage, (await rig.ReportAsync("r-1")).State);
        Assert.IsType<TriageResult.Done>(await rig.Get<TriageDesk>().DecideAsync(report.Number, RigMinistry.Buildings, ("ani", "Gedung"), default));
    }

    [Fact]
    public async Task R8_a_late_report_is_decided_by_its_own_day_and_then_goes_on()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());
        await rig.ReadAsync(Items.Report("r-1", at: RouterRig.Start));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        Assert.Equal(RigMinistry.OldRoads, (await rig.ReportAsync("r-1")).Unit);

        await ActivatorUtilities.CreateInstance<SuccessionSweep>(rig.Get<IServiceProvider>()).Execute(null!, default);

        Assert.Equal(RigMinistry.Roads, (await rig.ReportAsync("r-1")).Unit);
    }

    [Fact]
    public async Task Two_who_apply_at_once_move_each_report_once()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        for (var number = 1; number <= 12; number++)
        {
            await rig.AssignedAsync($"r-{number}");
        }

        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());
        await using var other = rig.AnotherProcess();
        var moved = await Task.WhenAll(rig.Get<UnitSuccession>().ApplyAsync(null, default), other.GetRequiredService<UnitSuccession>().ApplyAsync(null, default));

        Assert.Equal(12, moved.Sum(lines => lines.Sum(line => line.Open)));
        Assert.Equal(24, (await rig.AllAsync<Assignment>()).Count);
        Assert.All(await rig.AllAsync<Report>(), report => Assert.Equal(RigMinistry.Roads, report.Unit));
    }

    [Fact]
    public async Task Who_found_a_report_with_the_old_unit_and_comes_second_moves_nothing()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var report = (await rig.AssignedAsync("r-1")).Id;
        var found = new Succession((await rig.ReportAsync("r-1")).Unit!, "Unit lama", DateOnly.FromDateTime(RigMinistry.JustAfter.UtcDateTime), RigMinistry.Roads, "Unit baru");

        Assert.True(await rig.Get<HubStore>().WriteAsync((write, token) => rig.Get<SuccessionMove>().MoveAsync(write, report, found, token), default));
        Assert.False(await rig.Get<HubStore>().WriteAsync((write, token) => rig.Get<SuccessionMove>().MoveAsync(write, report, found, token), default));
        Assert.Equal(2, (await rig.AllAsync<Assignment>()).Count);
    }

    [Fact]
    public async Task The_sweep_can_be_switched_off()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole, ("Units:MoveToSuccessors", "false"));
        await rig.AssignedAsync();
        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());

        await ActivatorUtilities.CreateInstance<SuccessionSweep>(rig.Get<IServiceProvider>()).Execute(null!, default);

        Assert.Equal(RigMinistry.OldRoads, (await rig.ReportAsync("r-1")).Unit);
    }

    [Fact]
    public async Task What_the_old_unit_says_afterwards_finds_no_report_and_a_return_of_the_successor_counts_for_the_rule()
    {
        await using var rig = await RouterRig.StartAsync(RigMinistry.Whole);
        var report = await rig.AssignedAsync("r-1", RigMinistry.ManyTopics);
        rig.Clock.Advance(RigMinistry.JustAfter - rig.Clock.GetUtcNow());
        await rig.Get<UnitSuccession>().ApplyAsync(null, default);

        Assert.IsType<UnitStatusResult.NoReport>(await rig.SaysAsync(report, "answered"));
        await rig.SaysAsync(report with { Unit = RigMinistry.Roads }, "returned");

        Assert.Equal(RigMinistry.Water, (await rig.ReportAsync("r-1")).Unit);
        var table = Assert.IsType<RuleReturnAnswer.Shown>(await rig.Get<RuleReturns>().AskAsync(new FigureAsk("routing"), default)).Table;
        Assert.Equal(("road-1", 1, 1, 1, 0), Assert.Single(table.Rows) is var row ? (row.Rule, row.Decided, row.Returned, row.Rerouted, row.Overturned) : default);
        Assert.Equal([new UnitPair(RigMinistry.OldRoads, RigMinistry.Water, 1)], table.Rows[0].Pairs);
    }

    [Fact]
    public void A_unit_that_has_ended_says_so_with_its_successor()
    {
        var clock = new Hub.Testing.StoppedClock(RigMinistry.JustAfter);
        var today = new UnitsOfToday(RigMinistry.Units, clock);

        Assert.Equal("LAMA-BM ended on 2026-03-10; its work is with BARU-BM (Ditjen Jalan Baru).", today.WhyEnded(RigMinistry.OldRoads));
        Assert.Contains("no unit carries on its work", today.WhyEnded(RigMinistry.Orphan), StringComparison.Ordinal);
        Assert.Null(today.WhyEnded(RigMinistry.Roads));
        Assert.Null(new UnitsOfToday(RigMinistry.Units, new Hub.Testing.StoppedClock(RigMinistry.JustAfter - TimeSpan.FromHours(1))).WhyEnded(RigMinistry.OldRoads));
    }

    private static async Task<ReportClock> ClockAsync(RouterRig rig) => (await rig.AllAsync<ReportClock>()).Single();
}
