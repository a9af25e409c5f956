using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Production;

/// <param name="Repetitions">Recorded, after two that warm up.</param>
/// <param name="Each">How long one repetition at saturation is to last, more or less.</param>
/// <param name="Bytes">Of one webhook.</param>
internal sealed record ProductionSize(int Repetitions, TimeSpan Each, int Bytes)
{
    /// <summary>How long the hub works before anything is measured.</summary>
    public TimeSpan Warm { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Starts of the hub that are timed.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>At the longest before each repetition.</summary>
    public TimeSpan QuietWait { get; init; } = TimeSpan.FromSeconds(3);
}

/// <summary>What one participant showed: at saturation, and at half of its own rate where that was measured.</summary>
internal sealed record Shown(IReadOnlyList<Round> Rounds, IReadOnlyList<PacedRound> Half)
{
    public double OfferedPerSecond { get; init; }

    public Series Of(Func<Round, double> figure) => new([.. Rounds.Select(figure)]);

    public Series OfHalf(Func<PacedRound, double> figure) => new([.. Half.Select(figure)]);

    public int Disturbed => Rounds.Count(round => round.Spent.IsDisturbed);

    public int Faults => Rounds.Sum(round => round.Refused + round.Missing + round.Twice) + Half.Sum(round => round.Load.Refused + round.Missing + round.Twice);
}

/// <summary>Everything of one run of the production shape; each list has one entry a repetition.</summary>
internal sealed record ProductionFigures(Shown Lean, Shown Tutorial, Shown Hub)
{
    /// <summary>Webhooks a second of a program that checks the signature and does nothing else.</summary>
    public required Series SignaturePerSecond { get; init; }

    public required Series StartMilliseconds { get; init; }

    public required Series IdleMegabytes { get; init; }

    public Series OverLean => Hub.Of(round => round.PerSecond).Over(Lean.Of(round => round.PerSecond));

    public Series OverTutorial => Hub.Of(round => round.PerSecond).Over(Tutorial.Of(round => round.PerSecond));

    public Series CpuOverLean => Hub.Of(round => round.CpuPerTenThousand).Over(Lean.Of(round => round.CpuPerTenThousand));

    public Series AllocatedOverLean => Hub.Of(round => round.AllocatedPerReport).Over(Lean.Of(round => round.AllocatedPerReport));

    public Series WebhookOverSignature => Hub.Of(round => round.AcceptedPerSecond).Over(SignaturePerSecond);
}
