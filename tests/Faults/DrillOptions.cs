using Hub.Faults.Nemesis;

namespace Hub.Faults;

/// <summary>What the operator asked for.</summary>
/// <param name="Minutes">How long reports are made; faults end a little earlier, the settling comes after.</param>
/// <param name="Faults">Kinds to inject; empty for none.</param>
/// <param name="Rate">Reports a second over all channels.</param>
internal sealed record DrillOptions(int Seed, double Minutes, IReadOnlyList<FaultKind> Faults, bool Embedded, double Rate)
{
    /// <summary>Keep ledgers, logs and the time-line even when all is well.</summary>
    public bool Keep { get; init; }

    /// <summary>The folder of the artefacts; a new one under the system's temporary folder when null.</summary>
    public string? Folder { get; init; }

    /// <summary>By how much the time limits of L1, L2 and L6 are longer: a machine that does other work is late without being wrong.</summary>
    public double Slack { get; init; } = 1;

    public TimeSpan Length => TimeSpan.FromMinutes(Minutes);
}
