using Hub.Router.Outbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Worker.Broker;

/// <summary>The queues that this process reads.</summary>
internal sealed record BrokerReaders(IReadOnlyList<string> Queues);

/// <summary>
/// Every three seconds a confirmed publish to nowhere and a passive look at each queue: the confirm stays out while the
/// broker is in alarm, and a queue without a reader is a fault that MassTransit's own health does not see (RELIABILITY D1, D2).
/// </summary>
internal sealed partial class BrokerProbe(BrokerConnection connection, BrokerReaders readers, TimeProvider clock, ILogger<BrokerProbe> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What is wrong with the broker, or null.</summary>
    public string? Fault { get; private set; } = "The broker was not asked yet.";

    public DateTimeOffset At { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var fault = await AskAsync(stoppingToken);
            if (fault is not null && fault != Fault)
            {
                Log.Trouble(logger, fault);
            }

            Fault = fault;
            At = clock.GetUtcNow();
            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PublishAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return fault is TimeoutException ? "The broker does not confirm messages; look for an alarm (disk, memory)." : $"The broker cannot be reached ({fault.GetType().Name}).";
        }
    }

    private async Task<string?> PublishAsync(CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenAsync(cancellationToken);
        await channel.BasicPublishAsync("", "hub.probe", mandatory: false, ReadOnlyMemory<byte>.Empty, cancellationToken);
        var dead = await channel.MessageCountAsync(HubQueues.Dead, cancellationToken);
        return await UnreadAsync(channel, cancellationToken) ?? (dead == 0 ? null : $"{dead} messages lie in {HubQueues.Dead}; look at them there.");
    }

    private async Task<string?> UnreadAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var queue in readers.Queues)
        {
            try
            {
                if (await channel.ConsumerCountAsync(queue, cancellationToken) == 0)
                {
                    return $"Nobody reads the queue {queue}; restart the hub if this stays.";
                }
            }
            catch (OperationInterruptedException)
            {
                return $"The queue {queue} is missing; restart the hub if this stays.";
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Broker: {Fault}")]
        public static partial void Trouble(ILogger logger, string fault);
    }
}
