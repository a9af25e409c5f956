using Hub.Conformance;
using Hub.Conformance.Reference;

namespace Hub.Connectors.Tests.Conformance;

/// <summary>The kit itself: it is content with a right connector, and sees each wrong one for what it is.</summary>
public sealed class ConformanceKitTests
{
    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(fault => fault is not Fault.None)];

    [Fact]
    public async Task The_reference_connector_keeps_every_rule() =>
        Assert.Empty(await FailuresAsync(Fault.None));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_wrong_connector_fails_exactly_its_rule(Fault fault) =>
        Assert.Equal([PlantedFaults.Rules[fault]], (await FailuresAsync(fault)).Select(score => score.Rule));

    [Fact]
    public void Every_rule_has_a_connector_that_breaks_it() =>
        Assert.Empty(ConformanceKit.Rules.Select(rule => rule.Name).Except(PlantedFaults.Rules.Values));

    [Fact]
    public void Every_fault_names_a_rule_of_the_kit() =>
        Assert.Empty(PlantedFaults.Rules.Values.Except(ConformanceKit.Rules.Select(rule => rule.Name)));

    [Fact]
    public void No_two_rules_have_one_name() =>
        Assert.Equal(ConformanceKit.Rules.Count, ConformanceKit.Rules.Select(rule => rule.Name).Distinct().Count());

    private static async Task<IEnumerable<RuleScore>> FailuresAsync(Fault fault) =>
        (await ConformanceKit.ScoreAsync(new ReferenceConnector(fault), TestContext.Current.CancellationToken)).Where(score => score.Verdict is not Verdict.Pass);
}
