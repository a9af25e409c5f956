using Hub.Router.Outbox;
using Hub.Router.Units;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Worker.Broker;

/// <summary>
/// Declares what no consumer declares, and keeps it declared. A queue that is there for this alone tells whether the broker
/// remembers: when it is missing, the broker was wiped, and everything that it may have held leaves again (RELIABILITY F7).
/// </summary>
internal sealed partial class BrokerTopology(BrokerConnection connection, BrokerQueues queues, UnitRedrive redrive, TimeProvider clock, ILogger<BrokerTopology> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>Between looks at the queues one by one: an operator may have deleted one.</summary>
    private static readonly TimeSpan EachEvery = TimeSpan.FromSeconds(15);

    /// <summary>A queue of the hub's own that the broker holds otherwise than we declare it, as the broker says it; null when none.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Inboxes that the broker refuses, as it says it; null when none. Their units wait, and nobody else.</summary>
    public string? InboxRefusal { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var eachFrom = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RememberAsync(stoppingToken);
                if (clock.GetUtcNow() >= eachFrom)
                {
                    await DeclareAsync(stoppingToken);
                    await LookAtInboxesAsync(stoppingToken);
                    Refusal = null;
                    eachFrom = clock.GetUtcNow() + EachEvery;
                }
            }
            catch (OperationInterruptedException refused) when (refused.ShutdownReason?.ReplyCode is Constants.PreconditionFailed)
            {
                Refusal = $"The broker holds a queue otherwise than the hub declares it ({refused.ShutdownReason.ReplyText}); let it run empty, delete it, and the hub declares it anew.";
                Log.Refused(logger, refused.ShutdownReason.ReplyText);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Waiting(logger, (fault.InnerException ?? fault).GetType().Name);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    /// <summary>The mark is set last: a crash on the way finds it missing again, and events that leave twice have one id.</summary>
    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        if (await queues.ExistsAsync(HubQueues.Memory, cancellationToken))
        {
            return;
        }

        Log.Forgotten(logger);
        queues.ForgetAll();
        await redrive.AllAsync(cancellationToken);
        await DeclareAsync(cancellationToken);
        await using var channel = await connection.OpenAsync(cancellationToken);
        await DeclarePlainAsync(channel, HubQueues.Memory, cancellationToken);
    }

    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenAsync(cancellationToken);
        await DeclarePlainAsync(channel, HubQueues.Dead, cancellationToken);
        await BrokerQueues.DeclareAsync(channel, HubQueues.RouteReport, cancellationToken);
        await BrokerQueues.DeclareAsync(channel, HubQueues.UnitStatus, cancellationToken);
        await BrokerQueues.DeclareAsync(channel, HubQueues.DeliverToUnit, cancellationToken);
    }

    /// <summary>Each by itself: the mistake of one unit keeps no other from its events.</summary>
    private async Task LookAtInboxesAsync(CancellationToken cancellationToken)
    {
        var refused = new List<string>();
        foreach (var unit in await redrive.UnitsAsync(cancellationToken))
        {
            queues.Forget(HubQueues.UnitInbox(unit));
            try
            {
                await queues.EnsureAsync(HubQueues.UnitInbox(unit), cancellationToken);
            }
            catch (OperationInterruptedException refusal)
            {
                refused.Add($"{HubQueues.UnitInbox(unit)} ({refusal.ShutdownReason?.ReplyText})");
            }
        }

        var before = InboxRefusal;
        InboxRefusal = refused.Count == 0 ? null : $"The broker refuses the inbox as the hub declares it: {string.Join(", ", refused)}; let it run empty, delete it, and the hub declares it anew.";
        if (InboxRefusal is { } refusals && refusals != before)
        {
            Log.Refused(logger, refusals);
        }
    }

    private static Task DeclarePlainAsync(IChannel channel, string queue, CancellationToken cancellationToken) =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The broker's queues cannot be looked after yet ({Fault}); trying again.")]
        public static partial void Waiting(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Warning, "The broker does not know the hub: it is new or was wiped. Queues are declared, and what no unit has proved to have leaves again.")]
        public static partial void Forgotten(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "The broker refuses a declaration: {Text}")]
        public static partial void Refused(ILogger logger, string text);
    }
}
