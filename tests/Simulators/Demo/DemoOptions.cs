namespace Hub.Simulators.Demo;

/// <summary>What the operator asked for.</summary>
/// <param name="Reports">Own reports to send instead of ours.</param>
/// <param name="Check">No terminal: send, wait, compare, end.</param>
/// <param name="Production">Real RabbitMQ and PostgreSQL instead of the embedded shape.</param>
/// <param name="Faults">Delays, errors, lost answers, twins and swaps at every channel.</param>
/// <param name="Patience">How long a check waits for the last status.</param>
internal sealed record DemoOptions(FileInfo? Reports, bool Check, bool Production, bool Faults, int Seed, TimeSpan Patience)
{
    /// <summary>Some trouble is always there, so that the demo shows something true.</summary>
    public FaultSettings Trouble => Faults
        ? new FaultSettings(Delay: 0.1, LongestDelay: TimeSpan.FromMilliseconds(800), Error: 0.08, LostAnswer: 0.04, Duplicate: 0.15, Reorder: 0.1)
        : new FaultSettings(Delay: 0.05, LongestDelay: TimeSpan.FromMilliseconds(150), Duplicate: 0.1);
}
