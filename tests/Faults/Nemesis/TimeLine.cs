using System.Collections.Concurrent;
using System.Globalization;

namespace Hub.Faults.Nemesis;

/// <summary>A fault as it really was.</summary>
/// <param name="End">When its cause was gone: the server was up again, the line whole.</param>
/// <param name="Skipped">It met nobody, or could not be made; it counts as no fault.</param>
internal sealed record InjectedFault(PlannedFault Plan, DateTimeOffset Start, DateTimeOffset End, string? Skipped)
{
    public bool IsKill => Plan is { Kind: FaultKind.F1 or FaultKind.F7 } or { Kind: FaultKind.F5 or FaultKind.F10, Variant: "kill" or "session" } or { Kind: FaultKind.F4 };

    public bool Overlaps(InjectedFault other) => Start < other.End && other.Start < End;
}

/// <summary>What was done to the hub and when, for people and for the checks.</summary>
internal sealed class TimeLine(string file, TimeProvider clock)
{
    private readonly ConcurrentQueue<InjectedFault> faults = new();
    private readonly Lock gate = new();

    public IReadOnlyList<InjectedFault> Faults => [.. faults.OrderBy(fault => fault.Start)];

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Add(InjectedFault fault)
    {
        faults.Enqueue(fault);
        Note(fault.Skipped is { } why ? $"{fault.Plan} was skipped: {why}" : $"{fault.Plan} is over after {(fault.End - fault.Start).TotalSeconds:0.0} s");
    }

    public void Note(string line)
    {
        lock (gate)
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():O} {line}\n"));
        }
    }
}
