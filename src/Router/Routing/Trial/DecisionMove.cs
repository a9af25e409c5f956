namespace Hub.Router.Routing.Trial;

/// <summary>So many reports go from one target to another.</summary>
/// <param name="Share">Of all that were compared.</param>
public sealed record DecisionMove(string From, string To, long Count, double Share)
{
    public bool IsChange => From != To;

    /// <summary>What changes first, the most frequent at the top.</summary>
    public static IReadOnlyList<DecisionMove> All(IEnumerable<(string From, string To, long Count)> counted)
    {
        var sums = counted.GroupBy(one => (one.From, one.To)).Select(group => (group.Key.From, group.Key.To, Count: group.Sum(one => one.Count))).ToList();
        var total = sums.Sum(one => one.Count);
        return
        [
            .. sums.Select(one => new DecisionMove(one.From, one.To, one.Count, Math.Round((double)one.Count / total, 4)))
                .OrderByDescending(move => move.IsChange).ThenByDescending(move => move.Count)
                .ThenBy(move => move.From, StringComparer.Ordinal).ThenBy(move => move.To, StringComparer.Ordinal),
        ];
    }
}
