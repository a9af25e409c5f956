using Hub.Faults.Check;
using Hub.Faults.Nemesis;

namespace Hub.Faults;

/// <summary>Answers to webhooks in one condition of the hub.</summary>
/// <param name="Failed">Answered otherwise than 200, or not at all.</param>
internal sealed record LatencyFigures(string When, int Answered, int Failed, double Median, double Slow);

/// <summary>How long something took each time.</summary>
internal sealed record RecoveryFigures(string What, int Times, double Median, double Slow, double Worst);

/// <summary>What the process held at one moment.</summary>
internal sealed record HubUse(double Megabytes, int Handles, int Threads);

/// <summary>Everything that a drill found.</summary>
internal sealed record DrillVerdict(DrillOptions Options)
{
    public required int Accepted { get; init; }

    public required double LoadSeconds { get; init; }

    public required IReadOnlyList<InjectedFault> Faults { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    public required IReadOnlyList<LatencyFigures> Latencies { get; init; }

    public required IReadOnlyList<RecoveryFigures> Recoveries { get; init; }

    /// <summary>Which rules were looked at; a rule that could not be judged is not among them.</summary>
    public required IReadOnlyList<string> Judged { get; init; }

    /// <summary>Facts without a verdict, one line each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public double SettledSeconds { get; init; }

    public bool IsClean => Violations.Count == 0;

    public IReadOnlyList<InjectedFault> Real => [.. Faults.Where(fault => fault.Skipped is null)];

    public int Kills => Real.Count(fault => fault.IsKill);

    /// <summary>Faults of different things that held at the same time (F26).</summary>
    public int Pairs => Real.SelectMany((first, index) => Real.Skip(index + 1).Where(second => second.Plan.Target != first.Plan.Target && first.Overlaps(second))).Count();

    /// <summary>Some of the violations, of each broken rule the first: one rule broken a thousand times hides no other.</summary>
    public IEnumerable<Violation> Few(int most) =>
        Violations.GroupBy(violation => violation.Rule).SelectMany(rule => rule.Select((violation, rank) => (violation, rank)))
            .OrderBy(each => each.rank).Take(most).Select(each => each.violation);

    public int Of(Harm harm) => Violations.Count(violation => violation.Harm == harm);
}
