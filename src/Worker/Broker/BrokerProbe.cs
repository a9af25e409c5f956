using Hub.Router.Outbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Worker.Broker;

/// <summary>The queues that this process reads.</summary>
internal sealed record BrokerReaders(IReadOnlyList<string> Queues);

/// <summary>
/// Every two seconds a confirmed publish to nowhere and a passive look at each queue: the confirm stays out while the
/// broker is in alarm, and a queue without a reader is a fault that MassTransit's own health does not see (RELIABILITY D1, D2).
/// </summary>
internal sealed partial class BrokerProbe(BrokerConnection connection, BrokerReaders readers, BrokerTopology topology, TimeProvider clock, ILogger<BrokerProbe> logger) : BackgroundService, IBrokerSight
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A broker in alarm answers late; one that is frozen never does, and its connection is given up.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private Task<BrokerFindings>? asking;
    private DateTimeOffset askedAt;

    public BrokerSight Sight { get; private set; } = new("The broker was not asked yet.", null, new Dictionary<string, DateTimeOffset>(), 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var before = Sight.Fault;
            Sight = await LookAsync(stoppingToken);
            if (Sight.Fault is { } fault && fault != before)
            {
                Log.Trouble(logger, fault);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task<BrokerSight> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (asking is null)
            {
                asking = AskAsync(cancellationToken);
                askedAt = clock.GetUtcNow();
            }

            var found = await asking.WaitAsync(Patience, clock, cancellationToken);
            asking = null;
            if (topology.Refusal is { } refusal)
            {
                return Blind(refusal);
            }

            var now = clock.GetUtcNow();
            return new BrokerSight(null, Sight.FineSince ?? now, found.Unread.ToDictionary(queue => queue, queue => Sight.UnreadSince.GetValueOrDefault(queue, now)), found.Dead) { RefusedInboxes = topology.InboxRefusal };
        }
        catch (TimeoutException) when (asking is { IsCompleted: false })
        {
            // The question stays asked: questions must not pile up in a broker that is in alarm.
            if (clock.GetUtcNow() - askedAt > LongestSilence)
            {
                asking = null;
                await connection.AbandonAsync();
            }

            return Blind("The broker does not confirm messages; look for an alarm (disk, memory).");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            asking = null;
            return Blind($"The broker cannot be reached ({fault.GetType().Name}).");
        }
    }

    private BrokerSight Blind(string fault) => new(fault, null, new Dictionary<string, DateTimeOffset>(), Sight.Dead);

    private async Task<BrokerFindings> AskAsync(CancellationToken cancellationToken)
    {
        await using (var channel = await connection.OpenAsync(cancellationToken))
        {
            await channel.BasicPublishAsync("", "hub.probe", mandatory: false, ReadOnlyMemory<byte>.Empty, cancellationToken);
        }

        var unread = new List<string>();
        foreach (var queue in readers.Queues)
        {
            if (await CountAsync(queue, (channel, token) => channel.ConsumerCountAsync(queue, token), cancellationToken) is null or 0)
            {
                unread.Add(queue);
            }
        }

        return new BrokerFindings(unread, await CountAsync(HubQueues.Dead, (channel, token) => channel.MessageCountAsync(HubQueues.Dead, token), cancellationToken) ?? 0);
    }

    /// <returns>Null when the queue is not there; such a question ends its channel.</returns>
    private async Task<uint?> CountAsync(string queue, Func<IChannel, CancellationToken, Task<uint>> count, CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenAsync(cancellationToken);
        try
        {
            return await count(channel, cancellationToken);
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is Constants.NotFound)
        {
            Log.Missing(logger, queue);
            return null;
        }
    }

    private sealed record BrokerFindings(IReadOnlyList<string> Unread, uint Dead);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Broker: {Fault}")]
        public static partial void Trouble(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Warning, "The queue {Queue} is missing.")]
        public static partial void Missing(ILogger logger, string queue);
    }
}
