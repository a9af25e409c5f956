using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Tests.Routing;

public sealed class RoutingKnowledgeCheckTests
{
    private static readonly RoutingKnowledge Whole = SmallKnowledge.Whole;

    public static TheoryData<string, RoutingKnowledge, string, string> Faults => new()
    {
        { "unknown unit of a topic", With(SmallKnowledge.Road with { Units = ["PU-XX"] }), "jalan", "unit 'PU-XX' is not in the directory" },
        { "unknown addressee", With(SmallKnowledge.Lamp with { Addressee = "EXT-XX" }), "lampu", "addressee 'EXT-XX'" },
        { "addressee inside the ministry", With(SmallKnowledge.Lamp with { Addressee = "PU-BM" }), "lampu", "addressee 'PU-BM'" },
        { "rule id twice", With(SmallKnowledge.River with { Rules = [.. SmallKnowledge.River.Rules, SmallKnowledge.Rule("jalan.frasa", 1, "kali")] }), "jalan.frasa", "rule id is used twice" },
        { "topic id twice", Whole with { Topics = [.. Whole.Topics, SmallKnowledge.Lamp with { Rules = [SmallKnowledge.Rule("lain", 4, "tiang")] }] }, "lampu", "topic id is used twice" },
        { "rule without terms", With(SmallKnowledge.River with { Rules = [SmallKnowledge.Rule("kosong", 3), SmallKnowledge.Rule("sungai.frasa", 3, "banjir")] }), "kosong", "neither terms nor near" },
        { "near an unknown set", With(SmallKnowledge.River with { Rules = [.. SmallKnowledge.River.Rules, new("dekat", 1, [], ["road", "nowhere"], 3)] }), "dekat", "word set 'nowhere', which does not exist" },
        { "near one set", With(SmallKnowledge.River with { Rules = [.. SmallKnowledge.River.Rules, new("dekat", 1, [], ["road"], 3)] }), "dekat", "near needs two word sets" },
        { "weight that never counts", With(SmallKnowledge.River with { Rules = [.. SmallKnowledge.River.Rules, SmallKnowledge.Rule("ringan", 0, "kali")] }), "ringan", "never counts" },
        { "topic that cannot win", With(SmallKnowledge.River with { Rules = [SmallKnowledge.Rule("sungai.frasa", 0.5, "banjir")] }), "sungai", "is unreachable" },
        { "topic without rules", With(SmallKnowledge.River with { Rules = [] }), "sungai", "has no rules" },
        { "same term and weight in two topics", With(SmallKnowledge.River with { Rules = [SmallKnowledge.Rule("sungai.frasa", 3, "Jln. Rusak")] }), "jalan.frasa", "speaks for 'jalan' and 'sungai' with the same weight 3" },
        { "term twice in a topic", With(SmallKnowledge.River with { Rules = [SmallKnowledge.Rule("sungai.frasa", 3, "banjir", "BANJIR!")] }), "sungai.frasa", "stands twice in 'sungai'" },
        { "empty term", With(SmallKnowledge.River with { Rules = [SmallKnowledge.Rule("sungai.frasa", 3, "banjir", "!!!")] }), "sungai.frasa", "is empty" },
        { "category to an unknown unit", Whole with { Categories = [new("PU > X", "PU-XX", null)] }, "PU > X", "unit 'PU-XX' is not in the directory" },
        { "category twice", Whole with { Categories = [new("PU > X", null, null), new("pu\u00a0>x", null, null)] }, "PU > X", "stands twice" },
        { "unknown parent", Units(SmallKnowledge.Water with { Parent = "NO" }), "PU-SDA", "parent 'NO' is not in the directory" },
        { "unknown successor", Units(SmallKnowledge.Water with { ValidTo = new DateOnly(2025, 1, 1), Successor = "NO" }), "PU-SDA", "successor 'NO' is not in the directory" },
        { "successor without an end", Units(SmallKnowledge.Water with { Successor = "PU-BM" }), "PU-SDA", "no last day" },
        { "successor that comes too late", Units(Ended("PU-BARU"), Later with { ValidFrom = new DateOnly(2025, 1, 3) }), "PU-SDA", "successor 'PU-BARU' is not in force on 2025-01-02" },
        { "successors in a circle", Units(Ended("PU-BARU"), Later with { ValidTo = new DateOnly(2025, 6, 30), Successor = "PU-SDA" }), "PU-SDA", "successor 'PU-BARU' leads back to it" },
        { "its own successor", Units(Ended("PU-SDA")), "PU-SDA", "successor 'PU-SDA' leads back to it" },
        { "dates inverted", Units(SmallKnowledge.Water with { ValidFrom = new DateOnly(2025, 1, 2), ValidTo = new DateOnly(2025, 1, 1) }), "PU-SDA", "valid_to 2025-01-01 is before valid_from 2025-01-02" },
        { "dates overlap", Units(SmallKnowledge.Water, SmallKnowledge.Water with { ValidFrom = new DateOnly(2025, 1, 1) }), "PU-SDA", "twice for the same days" },
        { "scope that is no province", Units(SmallKnowledge.Water with { Scope = ["Atlantis"] }), "PU-SDA", "scope 'Atlantis'" },
        { "unknown inspectorate", Whole with { Restricted = Whole.Restricted with { Units = ["PU-XX"] } }, "restricted", "unit 'PU-XX'" },
        { "asset of an unknown topic", Whole with { Assets = [new("Waduk", AssetKind.Dam, ["waduk"], "nothing")] }, "Waduk", "topic 'nothing'" },
        { "asset of an unknown office", Whole with { Assets = [new("Kali", AssetKind.River, ["kali"], "sungai", "NO")] }, "Kali", "office 'NO'" },
        { "asset in an unknown regency", Whole with { Assets = [new("Jalan A", AssetKind.NationalRoad, ["jalan a"], "jalan", Regency: "Kota NO")] }, "Jalan A", "regency 'Kota NO'" },
        { "asset without a name", Whole with { Assets = [new("Waduk", AssetKind.Dam, [], "sungai")] }, "Waduk", "no name to look for" },
        { "abbreviation twice", Whole with { Abbreviations = [new("jl", "jalan"), new("jl", "jalur")] }, "jl", "stands twice" },
        { "region twice", Whole with { Regions = [.. Whole.Regions, Whole.Regions[1]] }, "91.01", "code stands twice" },
        { "region without a province", Whole with { Regions = [.. Whole.Regions, Whole.Regions[1] with { Code = "92.01" }] }, "92.01", "belongs to no province" },
    };

    [Fact]
    public void Sound_knowledge_has_no_faults() => Assert.Empty(RoutingKnowledgeCheck.Run(Whole));

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Each_fault_is_named_once_with_its_entry_and_a_remedy(string what, RoutingKnowledge knowledge, string entry, string problem)
    {
        var faults = RoutingKnowledgeCheck.Run(knowledge).Where(fault => fault.Entry == entry && fault.Problem.Contains(problem, StringComparison.Ordinal)).ToArray();

        Assert.True(faults.Length == 1, $"{what}: {string.Join("; ", RoutingKnowledgeCheck.Run(knowledge))}");
        Assert.NotEmpty(faults[0].Remedy);
        Assert.NotEmpty(faults[0].File);
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        var broken = Units(SmallKnowledge.Water with { Parent = "NO" }) with { Categories = [new("PU > X", "PU-XX", null)], Topics = [.. Whole.Topics, SmallKnowledge.Road] };

        var entries = RoutingKnowledgeCheck.Run(broken).Select(fault => fault.Entry).ToArray();

        Assert.Superset(new HashSet<string> { "PU-SDA", "PU > X", "jalan", "jalan.frasa" }, entries.ToHashSet());
    }

    private static RoutingKnowledge With(RoutingTopic topic) => Whole with { Topics = [.. Whole.Topics.Select(other => other.Id == topic.Id ? topic : other)] };

    private static Unit Later => SmallKnowledge.Water with { Code = "PU-BARU", ValidFrom = new DateOnly(2025, 1, 2) };

    private static Unit Ended(string successor) => SmallKnowledge.Water with { ValidTo = new DateOnly(2025, 1, 1), Successor = successor };

    private static RoutingKnowledge Units(params Unit[] replaced) =>
        Whole with { Units = new UnitDirectory([.. SmallKnowledge.Units.Where(unit => unit.Code != replaced[0].Code), .. replaced]) };
}
