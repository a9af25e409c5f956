using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.StatusSync;

/// <summary>What a circuit says to a status that wants to go.</summary>
internal enum CircuitGate
{
    /// <summary>Go; nothing is to be written down.</summary>
    Free,

    /// <summary>Go, as one of the few that may while the channel recovers.</summary>
    Ramp,

    /// <summary>Go alone, as the probe.</summary>
    Probe,

    /// <summary>Wait.</summary>
    Shut,
}

/// <summary>One failed attempt, as the circuit sees it.</summary>
internal sealed record CircuitFailure(Guid ReportId, Guid? Lease, string Reason)
{
    public TimeSpan? RetryAfter { get; init; }

    public bool WholeChannel { get; init; }
}

/// <summary>How long and after how many failures; from the options.</summary>
internal sealed record CircuitLimits(int FailuresToOpen, TimeSpan FirstPause, TimeSpan LongestPause);

/// <summary>
/// The circuit of a channel, pure: closed, open, half-open with one real status as its probe, then a ramp. During the ramp
/// one more status may be under way for each ten that were told, so that a false recovery costs at most a tenth (F19).
/// </summary>
internal static class CircuitRules
{
    /// <summary>A channel that has told this many since it closed has recovered.</summary>
    public const int Recovered = 160;

    /// <summary>In the ramp two reports are enough: the channel was just away.</summary>
    private const int FailuresInRamp = 2;

    private const int SuccessesForOneMore = 10;

    public static ChannelCircuit Fresh(string channel, DateTimeOffset now) => new()
    {
        Channel = channel,
        State = CircuitState.Closed,
        Since = now,
        RetryAt = now,
        Openings = 0,
        Successes = Recovered,
        Suspects = "",
        Version = 0,
    };

    /// <summary>Nothing to count and nothing to hold back: the row is not even locked.</summary>
    public static bool IsPlain(ChannelCircuit? circuit) => circuit is null or { State: CircuitState.Closed, Successes: >= Recovered, Suspects: "" };

    public static int Allowance(ChannelCircuit circuit) => circuit.Successes >= Recovered ? int.MaxValue : 1 + (circuit.Successes / SuccessesForOneMore);

    /// <param name="underWay">Statuses of the channel that somebody holds now.</param>
    public static CircuitGate Judge(ChannelCircuit? circuit, DateTimeOffset now, int underWay) => circuit switch
    {
        null or { State: CircuitState.Closed, Successes: >= Recovered } => CircuitGate.Free,
        { State: CircuitState.Closed } => underWay < Allowance(circuit) ? CircuitGate.Ramp : CircuitGate.Shut,
        { HeldBy: not null } => CircuitGate.Shut,

        // Half-open past its time: the process with the probe died.
        _ => circuit.RetryAt <= now ? CircuitGate.Probe : CircuitGate.Shut,
    };

    /// <returns>How many more may go.</returns>
    public static int Room(CircuitGate gate, ChannelCircuit circuit, int underWay) => gate switch
    {
        CircuitGate.Free => int.MaxValue,
        CircuitGate.Ramp => Allowance(circuit) - underWay,
        CircuitGate.Probe => 1,
        _ => 0,
    };

    public static ChannelCircuit Probing(ChannelCircuit circuit, Guid lease, DateTimeOffset until) =>
        circuit with { State = CircuitState.HalfOpen, Probe = lease, RetryAt = until };

    /// <summary>The channel took a status.</summary>
    public static ChannelCircuit Told(ChannelCircuit circuit, Guid? lease, DateTimeOffset now) => circuit switch
    {
        { State: CircuitState.Closed } => circuit with
        {
            Successes = Math.Min(circuit.Successes + 1, Recovered),
            Suspects = "",
            Openings = circuit.Successes + 1 >= SuccessesForOneMore ? 0 : circuit.Openings,
        },
        { State: CircuitState.HalfOpen } when IsProbe(circuit, lease) => circuit with { State = CircuitState.Closed, Since = now, Probe = null, Successes = 1, Suspects = "", Reason = null },

        // Sent before it opened: says nothing about now.
        _ => circuit,
    };

    /// <summary>The probe ended without a call that proves anything: another status may be it at once.</summary>
    public static ChannelCircuit Voided(ChannelCircuit circuit, Guid? lease, DateTimeOffset now) =>
        IsProbe(circuit, lease) ? circuit with { State = CircuitState.Open, Probe = null, RetryAt = now } : circuit;

    public static ChannelCircuit Failed(ChannelCircuit circuit, CircuitFailure failure, CircuitLimits limits, DateTimeOffset now)
    {
        if (circuit.State is not CircuitState.Closed && !IsProbe(circuit, failure.Lease))
        {
            // Sent before it opened; only a longer wait that the channel asks for is news.
            var asked = now + (failure.RetryAfter ?? TimeSpan.Zero);
            return circuit.State is CircuitState.Open && asked > circuit.RetryAt ? circuit with { RetryAt = asked } : circuit;
        }

        var suspects = Suspects(circuit.Suspects, failure.ReportId);
        var enough = circuit.Successes < Recovered ? Math.Min(FailuresInRamp, limits.FailuresToOpen) : limits.FailuresToOpen;
        return circuit.State is CircuitState.HalfOpen || failure.WholeChannel || suspects.Count >= enough
            ? Opened(circuit, failure, limits, now)
            : circuit with { Suspects = string.Join(',', suspects) };
    }

    private static ChannelCircuit Opened(ChannelCircuit circuit, CircuitFailure failure, CircuitLimits limits, DateTimeOffset now) => circuit with
    {
        State = CircuitState.Open,
        Since = circuit.State is CircuitState.Closed ? now : circuit.Since,
        RetryAt = now + Backoff.AtLeast(failure.RetryAfter ?? TimeSpan.Zero, Backoff.After(circuit.Openings, limits.FirstPause, limits.LongestPause)),
        Probe = null,
        Openings = circuit.Openings + 1,
        Successes = 0,
        Suspects = "",
        Reason = failure.Reason,
    };

    /// <summary>One report that fails again and again says nothing about its channel.</summary>
    private static List<string> Suspects(string known, Guid report) =>
        [.. known.Split(',', StringSplitOptions.RemoveEmptyEntries).Append(report.ToString("N")).Distinct()];

    private static bool IsProbe(ChannelCircuit circuit, Guid? lease) => circuit.State is CircuitState.HalfOpen && lease is not null && circuit.Probe == lease;
}
