namespace Hub.Benchmarks.Embedded;

/// <param name="Reports">In one repetition.</param>
/// <param name="LongestSend">No repetition sends longer.</param>
internal sealed record EmbeddedSize(int Reports, TimeSpan LongestSend);

/// <summary>A start of the hub on a new store, up to its first ready answer, and its memory when it then does nothing.</summary>
internal sealed record StartFigures(double Milliseconds, double IdleMegabytes);

/// <summary>One repetition of load, and the floor measured right after it.</summary>
/// <param name="Accepted">Answered 200, so durable.</param>
/// <param name="Refused">Answered otherwise or not at all.</param>
/// <param name="RoutedSeconds">From the first webhook until no accepted report waits for its decision; not a number if that never came.</param>
/// <param name="CpuSeconds">Of the hub, until all are routed.</param>
/// <param name="OthersShare">How much of the machine neither the hub nor the load took.</param>
internal sealed record Repetition(
    int Accepted, int Refused, double SendSeconds, double RoutedSeconds, double MedianAnswer, double SlowAnswer, double CpuSeconds, double OthersShare)
{
    public double RawRowsPerSecond { get; init; }

    public double LoadedMegabytes { get; init; }

    /// <summary>From the first webhook until nothing waits for the channel; not a number if that took too long.</summary>
    public double ToldSeconds { get; init; }

    public double AcceptedPerSecond => Accepted / SendSeconds;

    public double RoutedPerSecond => Accepted / RoutedSeconds;

    public double CpuPerTenThousand => CpuSeconds / Accepted * 10_000;
}

/// <summary>Medians over the repetitions after the warm-up.</summary>
internal sealed record EmbeddedFigures(IReadOnlyList<StartFigures> Starts, IReadOnlyList<Repetition> Repetitions)
{
    public double StartMilliseconds => Starts.Select(start => start.Milliseconds).Median();

    public double IdleMegabytes => Starts.Select(start => start.IdleMegabytes).Median();

    public double MedianAnswer => Of(each => each.MedianAnswer);

    public double SlowAnswer => Of(each => each.SlowAnswer);

    /// <summary>Each repetition against its own floor, so that a busy minute of the machine touches both.</summary>
    public double AcceptedOverRaw => Of(each => each.AcceptedPerSecond / each.RawRowsPerSecond);

    public double Of(Func<Repetition, double> figure) => Repetitions.Select(figure).Median();
}

internal static class Medians
{
    /// <summary>Not a number when one of the values is none, so that a failed repetition is not hidden by its neighbours.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 || sorted.Any(double.IsNaN) ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <param name="sorted">Ascending.</param>
    public static double Percentile(this IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
