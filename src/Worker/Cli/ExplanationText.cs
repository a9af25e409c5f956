using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>A stored explanation for a person: versions, steps in their order, the facts with the words that gave them, winner and losers.</summary>
internal static class ExplanationText
{
    public static IEnumerable<string> Lines(RoutingExplanation told) =>
    [
        $"Rule set {told.RuleSet}, structure of {told.StructureOf:yyyy-MM-dd}, authority {told.Authority}, winning rule {told.WinningRule ?? "-"}",
        "Steps",
        .. told.Steps.Select(step => $"  {(step.Ended ? "=>" : "  ")} {step.Step}: {step.Result}"),
        "Facts",
        .. told.Facts.Select(fact => $"     {fact.Kind}: {fact.Value} <- {fact.From}"),
        "Candidates",
        .. told.Candidates.Select(candidate => $"  {candidate.Score,6:0.00} {candidate.Topic} ({candidate.Unit ?? "-"}): {candidate.Why}; {string.Join(", ", candidate.Rules)}"),
    ];

    /// <summary>What is in one and not in the other, line by line: - before, + now.</summary>
    public static IEnumerable<string> Difference(RoutingExplanation before, RoutingExplanation now)
    {
        var (old, present) = (Lines(before).ToList(), Lines(now).ToList());
        return [.. old.Except(present).Select(line => $"- {line}"), .. present.Except(old).Select(line => $"+ {line}")];
    }
}
