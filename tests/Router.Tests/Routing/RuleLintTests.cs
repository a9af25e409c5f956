using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Tests.Routing;

public sealed class RuleLintTests
{
    private static readonly RoutingKnowledge Whole = SmallKnowledge.Whole;
    private static readonly DateOnly Today = new(2026, 11, 22);

    public static TheoryData<string, RoutingKnowledge, string, string> Faults => new()
    {
        { "an abbreviation that a text reads as a number", River("banjir", "112") with { Abbreviations = [new("112", "air naik")] }, "sungai.frasa", "term '112' is never found" },
        { "a topic whose words always speak louder for another", River("jalan rusak", "jalan berlubang rusak") with { Topics = [.. LouderRoad, SmallKnowledge.River with { Rules = [SmallKnowledge.Rule("sungai.frasa", 2, "jalan rusak", "jalan aspal rusak")] }] }, "sungai", "can never win: in every text of its own words 'jalan' is ahead" },
        { "a term for both authorities", Whole with { Authority = Whole.Authority with { National = [SmallKnowledge.Rule("pusat.desa", 2, "Jln desa")] } }, "lokal.desa", "speaks for local and for national authority" },
        { "a category that says nothing", Whole with { Categories = [new("PU > X", null, " ")] }, "PU > X", "names neither a unit nor what decides" },
        { "a category whose unit has no topic", Whole with { Categories = [new("PU > X", "PU", null)] }, "PU > X", "unit 'PU' has no topic" },
        { "days the wrong way round", River(new RuleCondition { From = new(2026, 3, 2), To = new(2026, 3, 1) }), "sungai.frasa", "to 2026-03-01 is before from 2026-03-02" },
        { "a zone that is none", River(new RuleCondition { Zone = "Europe/Berlin" }), "sungai.frasa", "zone 'Europe/Berlin' is not a zone of Indonesia" },
        { "hours without length", River(new RuleCondition { Hours = [new(TimeSpan.FromHours(7), TimeSpan.FromHours(7))] }), "sungai.frasa", "hours from 07:00 to 07:00 are empty" },
        { "a duty whose units have all ended", Units(SmallKnowledge.Water with { ValidTo = Today.AddDays(-1) }), "sungai", "none of its units (PU-SDA) is in force on 2026-11-22" },
        { "a category of an ended unit", Units(SmallKnowledge.Water with { ValidTo = Today.AddDays(-1) }), "PU > BANJIR", "unit 'PU-SDA' is not in force on 2026-11-22" },
        { "an asset of an ended office", Units(SmallKnowledge.Water with { ValidTo = Today.AddDays(-1) }) with { Assets = [new("Kali", AssetKind.River, ["kali"], "sungai", "PU-SDA")] }, "Kali", "unit 'PU-SDA' is not in force on 2026-11-22" },
    };

    private static RoutingTopic[] LouderRoad => [SmallKnowledge.Road with { Rules = [SmallKnowledge.Rule("jalan.frasa", 3, "jalan rusak", "jalan aspal rusak")] }];

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Each_fault_is_named_once_with_a_remedy(string what, RoutingKnowledge knowledge, string entry, string problem)
    {
        var all = RoutingKnowledgeCheck.Run(knowledge, Today);
        var faults = all.Where(fault => fault.Entry == entry && fault.Problem.Contains(problem, StringComparison.Ordinal)).ToArray();

        Assert.True(faults.Length == 1, $"{what}: {string.Join("; ", all)}");
        Assert.NotEmpty(faults[0].Remedy);
    }

    [Fact]
    public void Sound_knowledge_is_sound_today() => Assert.Empty(RoutingKnowledgeCheck.Run(Whole, Today));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_unit_is_in_force_on_its_last_day_and_a_successor_in_front_keeps_the_duty(int after)
    {
        var ended = SmallKnowledge.Water with { ValidTo = Today.AddDays(-after) };
        var knowledge = Units(ended) with { Topics = [.. Whole.Topics.Select(topic => topic.Id == "sungai" && after > 0 ? topic with { Units = ["PU-BM", "PU-SDA"] } : topic)], Categories = [] };

        Assert.Empty(RoutingKnowledgeCheck.Run(knowledge, Today));
    }

    [Fact]
    public void The_same_term_may_speak_otherwise_at_another_time()
    {
        RoutingRule[] rules = [.. SmallKnowledge.River.Rules, SmallKnowledge.Rule("sungai.musim", 5, "banjir") with { When = new RuleCondition { From = new(2026, 11, 1) } }];

        Assert.Empty(RoutingKnowledgeCheck.Run(Whole with { Topics = [SmallKnowledge.Road, SmallKnowledge.River with { Rules = rules }, SmallKnowledge.Lamp] }, Today));
    }

    private static RoutingKnowledge River(params string[] terms) => With(SmallKnowledge.Rule("sungai.frasa", 3, terms));

    private static RoutingKnowledge River(RuleCondition when) => With(SmallKnowledge.River.Rules[0] with { When = when });

    private static RoutingKnowledge With(RoutingRule rule) => Whole with { Topics = [SmallKnowledge.Road, SmallKnowledge.River with { Rules = [rule] }, SmallKnowledge.Lamp] };

    private static RoutingKnowledge Units(Unit replaced) =>
        Whole with { Units = new UnitDirectory([.. SmallKnowledge.Units.Where(unit => unit.Code != replaced.Code), replaced]) };
}
