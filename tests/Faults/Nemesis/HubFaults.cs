using Hub.Faults.World;

namespace Hub.Faults.Nemesis;

/// <summary>F1, F3 and F4: the hub dies, freezes, or has a twin.</summary>
internal sealed class HubFaults(DrillWorld world, TimeProvider clock) : IInjector
{
    public IReadOnlyList<FaultKind> Kinds => [FaultKind.F1, FaultKind.F3, FaultKind.F4];

    public async Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.F4:
                return await TwinAsync(fault, cancellationToken);
            case FaultKind.F1 when world.Hub.ProcessId is null:
                return "the hub was between two lives";
            case FaultKind.F1:
                await world.Hub.KillAsync(cancellationToken);
                await ReadyAsync(cancellationToken);
                return null;
            default:
                await world.Hub.PauseAsync(cancellationToken);
                await Task.Delay(fault.Length, clock, cancellationToken);
                await world.Hub.ResumeAsync(cancellationToken);
                return null;
        }
    }

    /// <summary>The kill has happened however long the next life takes; the recovery times show it.</summary>
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await world.ReadyAsync(cancellationToken);
        }
        catch (InvalidOperationException)
        {
            world.Ledgers.Seen.Enqueue(new Check.Violation("L2", Check.Harm.Other, "The hub was not ready for longer than a drill waits after a kill."));
        }
    }

    private async Task<string?> TwinAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        await using var twin = world.StartSecondHub(fault.Number);
        await Task.Delay(fault.Length, clock, cancellationToken);
        return twin.ProcessId is null ? "the second hub did not stay" : null;
    }
}
