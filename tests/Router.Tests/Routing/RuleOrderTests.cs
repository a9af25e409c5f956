using Hub.Router.Routing;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Routing;

/// <summary>PEERS 5.7, R1 and R6.</summary>
public sealed class RuleOrderTests
{
    private static readonly RoutingTopic[] Level =
    [
        new("c-topic", "urusan c", ["PU-BM"], [SmallKnowledge.Rule("c", 3, "kata cempaka")]),
        new("a-topic", "urusan a", ["PU-SDA"], [SmallKnowledge.Rule("a", 3, "kata anggrek")]),
        new("b-topic", "urusan b", ["PU-ITJEN"], [SmallKnowledge.Rule("b", 3, "kata bakung")]),
    ];

    [Fact]
    public void Of_two_rules_that_match_the_heavier_one_wins_whatever_their_order_in_file_and_text()
    {
        RoutingTopic[] topics = [Level[0], Level[1] with { Rules = [SmallKnowledge.Rule("a", 5, "kata anggrek")] }];
        foreach (var order in new[] { topics, [.. topics.Reverse()] })
        {
            foreach (var text in new[] { "kata cempaka kata anggrek", "kata anggrek kata cempaka" })
            {
                var decision = Decide(order, text);
                Assert.Equal(("PU-SDA", "a"), (decision.Unit, decision.Explanation.WinningRule));
                Assert.Equal(["a-topic", "c-topic"], decision.Explanation.Candidates.Select(candidate => candidate.Topic));
            }
        }
    }

    [Fact]
    public void Level_rules_go_to_a_person_with_the_same_suggestion_and_explanation_in_every_order_of_the_file()
    {
        var told = Orders(Level).Select(order => Decide(order, "kata cempaka kata bakung kata anggrek")).ToList();

        Assert.Equal(6, told.Count);
        Assert.All(told, decision => Assert.Equal((RoutingOutcome.Triage, "PU-SDA"), (decision.Outcome, decision.SuggestedUnit)));
        Assert.Equal(["a-topic", "b-topic", "c-topic"], told[0].Explanation.Candidates.Select(candidate => candidate.Topic));
        Assert.Single(told.Select(decision => decision.Explanation.ToJson()).Distinct());
    }

    [Fact]
    public async Task A_report_that_no_rule_matches_waits_in_the_triage_queue()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1", "Selamat pagi"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);

        var (items, _) = await rig.Get<Hub.Router.Lifecycle.ReportDesk>().ListAsync(null, 10, Contracts.Reports.ReportState.Triage, default);
        Assert.Equal("r-1", Assert.Single(items).ExternalId);
    }

    private static IEnumerable<RoutingTopic[]> Orders(RoutingTopic[] topics) =>
        from first in topics
        from second in topics.Where(topic => topic != first)
        from third in topics.Where(topic => topic != first && topic != second)
        select new[] { first, second, third };

    private static RoutingDecision Decide(IReadOnlyList<RoutingTopic> topics, string text) =>
        new RoutingEngine(SmallKnowledge.Whole with { Topics = topics, Assets = [], Categories = [] }).Decide(SmallKnowledge.Facts(text));
}
