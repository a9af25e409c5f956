using System.Collections;
using System.Text;
using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Outbox;
using RabbitMQ.Client;

namespace Hub.Worker.Broker;

/// <summary>
/// Brings what lies in hub.dead into the quarantine, where it can be looked at and sent again. A message is acknowledged after
/// its row is durable; while the store is away it is held, not given back, so that no delivery is used up (RELIABILITY B8).
/// </summary>
internal sealed partial class DeadLetterReader(BrokerConnection connection, BusQuarantine quarantine, TimeProvider clock, ILogger<DeadLetterReader> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The broker or the queue is not there; BrokerProbe tells health.
                Log.Waiting(logger, fault.GetType().Name);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenAsync(cancellationToken);
        while (await channel.BasicGetAsync(HubQueues.Dead, autoAck: false, cancellationToken) is { } message)
        {
            var put = Read(message.BasicProperties).ToPutAside();
            await KeepAsync(put, message.Body.ToArray(), cancellationToken);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
            Log.Kept(logger, put.Source);
        }
    }

    private async Task KeepAsync(PutAside put, byte[] body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await quarantine.AddAsync(put, body, cancellationToken);
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                Log.NotKept(logger, fault.GetType().Name);
                await Task.Delay(Every, clock, cancellationToken);
            }
        }
    }

    /// <summary>Whoever published it may have written anything into the header.</summary>
    public static DeadMessage Read(IReadOnlyBasicProperties properties)
    {
        var death = properties.Headers is { } headers && headers.TryGetValue("x-death", out var value) && value is IList { Count: > 0 } deaths ? deaths[0] as IDictionary<string, object?> : null;
        return new DeadMessage(properties.MessageId, Text(death, "queue"), Text(death, "reason"), death is not null && death.TryGetValue("count", out var count) && count is long times ? times : 0);
    }

    private static string? Text(IDictionary<string, object?>? death, string field) => death is not null && death.TryGetValue(field, out var value)
        ? value switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            string text => text,
            _ => null,
        }
        : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The dead letters cannot be read now ({Fault}); trying again.")]
        public static partial void Waiting(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Error, "A message that the broker gave up at {Queue} is in the quarantine now; look with hub quarantine list.")]
        public static partial void Kept(ILogger logger, string queue);

        [LoggerMessage(3, LogLevel.Warning, "A dead letter is held until it can be stored ({Fault}).")]
        public static partial void NotKept(ILogger logger, string fault);
    }
}
