using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Growth;

/// <summary>The hub on several places, such as stores of several sizes.</summary>
internal sealed record GrowthFigures(string Title, IReadOnlyList<Place> Places)
{
    /// <summary>Repetition by repetition; not a number when one of the two was not measured.</summary>
    public double Ratio(string large, string small) =>
        Of(large) is { } full && Of(small) is { } empty ? full.PerSecond.Over(empty.PerSecond).Median : double.NaN;

    public Table Table()
    {
        var first = Places[0];
        return new Table(
            $"{Title}, {first.Rounds.Count} repetitions in turn, each by a new process; median (smallest-largest)",
            ["", "reports/s", $"over {first.Label}", "p50 at half load, ms", "p99 at half load, ms", "CPU s for 10,000", "broker's part", "store's part"],
            [.. Places.Select(place => Row(place, first))])
        {
            Notes = Places.SelectMany(place => place.Rounds).Count(round => round.Spent.IsDisturbed) is > 0 and var disturbed
                ? [$"In {disturbed} repetitions others took more than a fifth of the machine."] : [],
        };
    }

    private Place? Of(string label) => Places.FirstOrDefault(place => place.Label == label);

    private static IReadOnlyList<string> Row(Place place, Place first) =>
    [
        place.Label,
        place.PerSecond.Text("0"),
        place.PerSecond.Over(first.PerSecond).Text("0.00"),
        new Series([.. place.Half.Select(round => round.Percentile(0.5))]).Text("0"),
        new Series([.. place.Half.Select(round => round.Percentile(0.99))]).Text("0"),
        new Series([.. place.Rounds.Select(round => round.CpuPerTenThousand)]).Text("0.00"),
        new Series([.. place.Rounds.Select(round => round.Per(round.Spent.Broker))]).Text("0.00"),
        new Series([.. place.Rounds.Select(round => round.Per(round.Spent.Store))]).Text("0.00"),
    ];
}
