using Hub.Faults.World;

namespace Hub.Faults.Nemesis;

/// <summary>Makes some kinds of faults happen.</summary>
internal interface IInjector
{
    IReadOnlyList<FaultKind> Kinds { get; }

    /// <summary>From the cause until it is gone.</summary>
    /// <returns>Why nothing was done, or null.</returns>
    Task<string?> InjectAsync(PlannedFault fault, CancellationToken cancellationToken);
}

/// <summary>Carries out the plan; a fault that cannot be made is noted and the others go on.</summary>
internal sealed class NemesisRun(IReadOnlyList<IInjector> injectors, TimeLine line, TimeProvider clock)
{
    public async Task RunAsync(IReadOnlyList<PlannedFault> plan, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var running = new List<Task>();
        foreach (var fault in plan)
        {
            var wait = fault.At - clock.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, cancellationToken);
            }

            running.Add(InjectAsync(fault, cancellationToken));
        }

        await Task.WhenAll(running);
    }

    private async Task InjectAsync(PlannedFault fault, CancellationToken cancellationToken)
    {
        var start = clock.GetUtcNow();
        line.Note($"{fault} begins");
        string? skipped;
        try
        {
            skipped = await injectors.First(injector => injector.Kinds.Contains(fault.Kind)).InjectAsync(fault, cancellationToken);
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            skipped = $"{trouble.GetType().Name} {trouble.Message.ReplaceLineEndings(" ")}";
        }

        line.Add(new InjectedFault(fault, start, clock.GetUtcNow(), skipped));
    }

    public static IReadOnlyList<IInjector> Injectors(DrillWorld world, Load.WhatsAppLoad load, (Load.Canaries Canaries, TimeProvider Clock) made) =>
    [
        new HubFaults(world, made.Clock),
        new BrokerFaults(world, made.Clock),
        new DatabaseFaults(world, made.Clock),
        new LinkFaults(world.Lines, world.Options.Seed, made.Clock),
        new ChannelFaults(world.Channels, world.Options.Seed, made.Clock),
        new WebhookFaults(world, load, made),
    ];
}
