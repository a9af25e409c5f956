using Hub.Faults.World;
using Hub.Testing.Servers;

namespace Hub.Faults.Nemesis;

/// <summary>F10: PostgreSQL dies, loses one session by force, or freezes.</summary>
internal sealed class DatabaseFaults(DrillWorld world, TimeProvider clock) : IInjector
{
    private PostgresServer Server => world.Postgres ?? throw new InvalidOperationException("The embedded shape has no database server.");

    public IReadOnlyList<FaultKind> Kinds => [FaultKind.F10];

    public async Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        switch (fault.Variant)
        {
            case "session":
                return await Server.KillSessionAsync(cancellationToken) ? null : "the hub had no session";
            case "stop":
                await Server.PauseAsync(cancellationToken);
                await Task.Delay(fault.Length, clock, cancellationToken);
                await Server.ResumeAsync(cancellationToken);
                return null;
            default:
                await Server.KillAsync(cancellationToken);
                await Task.Delay(fault.Length, clock, cancellationToken);
                await Server.RestartAsync(cancellationToken);
                return null;
        }
    }
}
