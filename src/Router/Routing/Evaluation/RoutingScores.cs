namespace Hub.Router.Routing;

/// <summary>How well a set of answers fits the labels. A suggestion counts as an answer, except in the automatic shares.</summary>
public sealed record RoutingScores(
    int Count,
    double TopicAccuracy,
    double TopicMacroF1,
    double StrictAccuracy,
    double StrictMacroF1,
    double AutoShare,
    double AutoPrecision,
    double TriageShare)
{
    /// <summary>Classes with fewer rows say nothing about a router.</summary>
    private const int SmallestClass = 5;

    public static RoutingScores Of(IReadOnlyList<(RoutingLabels Gold, RoutingAnswer Answer)> rows)
    {
        var automatic = rows.Where(row => row.Answer.Automatic).ToArray();
        var right = automatic.Count(row => row.Answer.Unit == row.Gold.Unit || (row.Answer.Unit is { } unit && row.Gold.Alternatives.Contains(unit)));
        return new RoutingScores(
            rows.Count,
            Share(rows.Count(row => row.Answer.Topic == row.Gold.Topic), rows.Count),
            MacroF1([.. rows.Select(row => (row.Gold.Topic, row.Answer.Topic))]),
            Share(rows.Count(row => row.Answer.Unit == row.Gold.Unit), rows.Count),
            MacroF1([.. rows.Select(row => (row.Gold.Unit, row.Answer.Unit))]),
            Share(automatic.Length, rows.Count),
            Share(right, automatic.Length),
            Share(rows.Count - automatic.Length, rows.Count));
    }

    private static double MacroF1((string Gold, string? Answer)[] pairs)
    {
        var classes = pairs.GroupBy(pair => pair.Gold).Where(group => group.Count() >= SmallestClass).Select(group => F1(group.Key, pairs)).ToArray();
        return classes.Length == 0 ? 0 : Math.Round(classes.Average(), 4);
    }

    private static double F1(string unit, (string Gold, string? Answer)[] pairs)
    {
        var hit = pairs.Count(pair => pair.Gold == unit && pair.Answer == unit);
        var both = pairs.Count(pair => pair.Gold == unit) + pairs.Count(pair => pair.Answer == unit);
        return both == 0 ? 0 : 2.0 * hit / both;
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : Math.Round((double)part / whole, 4);
}
