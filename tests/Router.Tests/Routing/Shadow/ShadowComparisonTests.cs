using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Routing.Shadow;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Routing.Shadow;

public sealed class ShadowComparisonTests
{
    [Fact]
    public async Task Each_decision_is_judged_by_the_shadow_and_none_is_changed()
    {
        await using var rig = await RouterRig.StartAsync();
        using var counters = new HeardCounters(rig.Get<HubMeter>());
        rig.Get<ShadowRules>().Engine = new RoutingEngine(OtherRules.Knowledge);

        await RouteAsync(rig, Items.RoadText, "sungai meluap", "kartu penduduk", "jembatan runtuh");

        Assert.Equal([RigKnowledge.Roads, RigKnowledge.Water, null, null], (await rig.AllAsync<Report>()).OrderBy(report => report.ExternalId).Select(report => report.Unit));
        Assert.All(await rig.AllAsync<Assignment>(), row => Assert.Equal("rig-1", row.RuleSet));
        Assert.Equal((1, 3, 0), (counters["hub_routing_shadow agree"], counters["hub_routing_shadow differs"], counters["hub_routing_shadow failed"]));

        var figures = await rig.Get<ShadowDesk>().CountAsync(RouterRig.Start.AddDays(-1), default);
        Assert.Equal(
            [$"{RigKnowledge.Roads} {RigKnowledge.Water}", $"{RigKnowledge.CityHall} triage", $"triage {RigKnowledge.Roads}"],
            figures.Moves.Where(move => move.IsChange).Select(move => $"{move.From} {move.To}").Order().OrderBy(move => move.StartsWith("EXT", StringComparison.Ordinal) || move.StartsWith('t')));
        Assert.Equal(4, figures.Sets["rig-1 / rig-2"]);

        var lines = await rig.Get<ShadowDesk>().ListAsync(RouterRig.Start.AddDays(-1), 10, default);
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.Equal("rig-2", line.Explanation!.RuleSet));
    }

    [Fact]
    public async Task Without_a_shadow_nothing_is_written()
    {
        await using var rig = await RouterRig.StartAsync();
        await RouteAsync(rig, Items.RoadText);

        Assert.Empty(await rig.AllAsync<ShadowDecision>());
    }

    [Fact]
    public async Task A_shadow_whose_rows_cannot_be_saved_holds_up_no_decision()
    {
        await using var rig = await RouterRig.StartAsync();
        using var counters = new HeardCounters(rig.Get<HubMeter>());
        rig.Get<ShadowRules>().Engine = new RoutingEngine(OtherRules.Knowledge);
        await rig.SqlAsync($"DROP TABLE routing_shadow");

        await RouteAsync(rig, Items.RoadText, "sungai meluap");

        Assert.All(await rig.AllAsync<Report>(), report => Assert.Equal(ReportState.Assigned, report.State));
        Assert.Equal(2, counters["hub_routing_shadow unwritten"]);
    }

    [Fact]
    public async Task A_shadow_that_fails_on_a_report_is_counted_and_its_neighbours_are_judged()
    {
        await using var rig = await RouterRig.StartAsync();
        using var counters = new HeardCounters(rig.Get<HubMeter>());
        rig.Get<ShadowRules>().Engine = new RoutingEngine(OtherRules.Knowledge);
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        await rig.SqlAsync($"UPDATE reports SET place = 'not json' WHERE external_id = 'r-1'");

        await rig.Get<ReportRouting>().RouteAsync((await rig.AllAsync<Report>()).ConvertAll(report => report.Id), default);

        Assert.Equal((1, 1), (counters["hub_routing_shadow failed"], counters["hub_routing_shadow differs"]));
    }

    [Fact]
    public async Task The_newest_judgements_are_kept_and_no_more_than_asked_for()
    {
        await using var rig = await RouterRig.StartAsync();
        var shadow = rig.Get<ShadowRules>();
        (shadow.Engine, shadow.Keep) = (new RoutingEngine(OtherRules.Knowledge), 20);
        for (var batch = 0; batch < 6; batch++)
        {
            await rig.ReadAsync([.. Enumerable.Range(0, 10).Select(number => Items.Report($"r-{batch}-{number}"))]);
            await rig.Get<ReportRouting>().RouteAsync([.. (await rig.AllAsync<Report>()).Where(report => report.State is ReportState.Received).Select(report => report.Id)], default);
        }

        var kept = (await rig.AllAsync<ShadowDecision>()).Select(row => row.ReportId).ToHashSet();
        Assert.Equal(20, kept.Count);
        Assert.All((await rig.AllAsync<Report>()).Where(report => kept.Contains(report.Id)), report => Assert.Matches("^r-[45]-", report.ExternalId));
    }

    private static async Task RouteAsync(RouterRig rig, params string[] texts)
    {
        await rig.ReadAsync([.. texts.Select((text, index) => Items.Report($"r-{index}", text))]);
        await rig.Get<ReportRouting>().RouteAsync((await rig.AllAsync<Report>()).ConvertAll(report => report.Id), default);
    }
}
