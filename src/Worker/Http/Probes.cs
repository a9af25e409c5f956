using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;

namespace Hub.Worker.Http;

/// <summary>Proves every second that the store takes a write.</summary>
internal sealed class StoreProbe(HubPulse pulse, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is wrong with the store, or null.</summary>
    public string? Fault { get; private set; } = "The store was not asked yet.";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await pulse.ProbeAsync(stoppingToken).WaitAsync(Patience, clock, stoppingToken);
                Fault = null;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Fault = $"The store takes no writes ({fault.GetType().Name}).";
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }
}

/// <summary>Asks each channel now and then whether it can be reached and takes our credential.</summary>
internal sealed class ChannelProbes(IEnumerable<IChannelProbe> probes, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, string?> faults = new();

    public string? FaultOf(string channel) => faults.GetValueOrDefault(channel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(probes.Select(probe => AskAsync(probe, stoppingToken)));
            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task AskAsync(IChannelProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            faults[probe.Channel] = await probe.ProbeAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            faults[probe.Channel] = $"The channel cannot be reached ({fault.GetType().Name}).";
        }
    }
}
