using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Embedded;

/// <param name="Repetitions">Recorded, after those that warm up.</param>
/// <param name="Each">How long one repetition is to last, more or less.</param>
internal sealed record EmbeddedSize(int Repetitions, TimeSpan Each)
{
    /// <summary>Starts of the hub that are timed.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>How long hub and floor work before anything is recorded.</summary>
    public TimeSpan Warm { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>One repetition of load.</summary>
/// <param name="Accepted">Answered 200, so durable.</param>
/// <param name="Refused">Answered otherwise or not at all.</param>
/// <param name="RoutedSeconds">From the first webhook until no accepted report waits for its decision; not a number if that never came.</param>
internal sealed record EmbeddedRound(int Accepted, int Refused, double SendSeconds, double RoutedSeconds, Spent Spent)
{
    public required double AnswerMedian { get; init; }

    public required double AnswerSlow { get; init; }

    public required double AllocatedPerReport { get; init; }

    public required double Megabytes { get; init; }

    public double AcceptedPerSecond => Accepted / SendSeconds;

    public double RoutedPerSecond => Accepted / RoutedSeconds;

    public double CpuPerTenThousand => Spent.Hub / Accepted * 10_000;
}

/// <summary>Each list has one entry a repetition; F1 is channels over SQLite with the same durability (LIMITS F).</summary>
internal sealed record EmbeddedFigures(IReadOnlyList<EmbeddedRound> Hub, IReadOnlyList<EmbeddedRound> Floor)
{
    public required Series StartMilliseconds { get; init; }

    public required Series IdleMegabytes { get; init; }

    public Series OverFloor => Of(Hub, round => round.RoutedPerSecond).Over(Of(Floor, round => round.RoutedPerSecond));

    public static Series Of(IReadOnlyList<EmbeddedRound> rounds, Func<EmbeddedRound, double> figure) => new([.. rounds.Select(figure)]);
}
