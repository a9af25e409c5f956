using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Routing;

public sealed class RulesInForceTests
{
    [Fact]
    public async Task A_new_set_decides_what_comes_after_it_and_its_version_stands_in_the_decision()
    {
        await using var rig = await RouterRig.StartAsync();
        await RouteAsync(rig, "r-1");
        rig.Get<RoutingRules>().Replace(new RoutingEngine(OtherRules.Knowledge));
        await RouteAsync(rig, "r-2");

        var decisions = (await rig.AllAsync<Assignment>()).OrderBy(row => row.Id).ToList();
        Assert.Equal([(RigKnowledge.Roads, "rig-1"), (RigKnowledge.Water, "rig-2")], decisions.Select(row => (row.Unit!, row.RuleSet)));
    }

    [Fact]
    public async Task The_journal_says_which_set_followed_which()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.Get<RuleSetJournal>().TakenAsync("rig-1", "rig-2", "process 7 on uji", default);

        var act = Assert.Single(await rig.AllAsync<OperatorAct>());
        Assert.Equal(("hub", "routing.reload", "rig-1 > rig-2"), (act.By, act.Verb, act.Subject));
        Assert.Contains("process 7 on uji", act.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_the_rules_fail_on_goes_to_triage_with_an_alarm_and_the_set_that_failed()
    {
        await using var rig = await RouterRig.StartAsync();
        using var counters = new HeardCounters(rig.Get<HubMeter>());
        await rig.ReadAsync(Items.Report("r-1"), Items.Report("r-2"));
        await rig.SqlAsync($"UPDATE reports SET place = 'not json' WHERE external_id = 'r-1'");

        await rig.Get<ReportRouting>().RouteAsync((await rig.AllAsync<Report>()).ConvertAll(report => report.Id), default);

        var failed = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Triage, ReportState.Assigned), (failed.State, (await rig.ReportAsync("r-2")).State));
        var decision = (await rig.AllAsync<Assignment>()).Single(row => row.ReportId == failed.Id);
        Assert.Equal("rig-1", decision.RuleSet);
        Assert.Contains("JsonException", Assert.Single(RoutingExplanation.Parse(decision.Explanation)!.Steps).Result, StringComparison.Ordinal);
        Assert.Equal(1, counters["hub_rule_failures"]);
        Assert.Contains(rig.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains(failed.Id.ToString(), StringComparison.Ordinal));
    }

    private static async Task RouteAsync(RouterRig rig, string id)
    {
        await rig.ReadAsync(Items.Report(id));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync(id)).Id], default);
    }
}
