using System.Threading.Channels;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using Hub.Router.Units;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Hub.Worker.Broker;

/// <summary>
/// Reads hub.unit-status with a client of its own: the bus hands messages out in no order, and what a unit says of a report is
/// taken in the order in which it was said, many words in one transaction. They are acknowledged together after it is durable;
/// while the store is away they are held, so that no delivery is used up (RELIABILITY B8, B11).
/// </summary>
internal sealed partial class UnitStatusReader(BrokerConnection connection, UnitStatusMail mail, BusQuarantine quarantine, TimeProvider clock, ILogger<UnitStatusReader> logger) : BackgroundService
{
    private const ushort Prefetch = 256;
    private const int Most = 128;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    /// <summary>Until the channel ends.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenAsync(cancellationToken);
        await BrokerQueues.DeclareAsync(channel, HubQueues.UnitStatus, cancellationToken);
        await channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var arrived = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(Prefetch) { SingleReader = true });
        await channel.BasicConsumeAsync(HubQueues.UnitStatus, autoAck: false, Consumer(channel, arrived.Writer), cancellationToken);

        var batch = new List<Arrival>(Most);
        while (await arrived.Reader.WaitToReadAsync(cancellationToken))
        {
            while (batch.Count < Most && arrived.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await TakeAsync(batch.ConvertAll(each => each.Mail), cancellationToken);
            await channel.BasicAckAsync(batch[^1].Tag, multiple: true, cancellationToken);
            batch.Clear();
        }
    }

    /// <summary>The client calls it for one delivery after the other.</summary>
    private static AsyncEventingBasicConsumer Consumer(IChannel channel, ChannelWriter<Arrival> arrived)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var name = Guid.TryParse(delivery.BasicProperties.MessageId, out var id) ? $"message {id}" : "message without an id";
            await arrived.WriteAsync(new Arrival(delivery.DeliveryTag, new UnitMail(name, delivery.Body.ToArray())), delivery.CancellationToken);
        };
        consumer.UnregisteredAsync += (_, _) => EndAsync(arrived);
        consumer.ShutdownAsync += (_, _) => EndAsync(arrived);
        return consumer;
    }

    private static Task EndAsync(ChannelWriter<Arrival> arrived)
    {
        arrived.TryComplete();
        return Task.CompletedTask;
    }

    private async Task TakeAsync(IReadOnlyList<UnitMail> mails, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await mail.TakeAsync(mails, cancellationToken);
                return;
            }
            catch (Exception fault) when (quarantine.IsOutage(fault))
            {
                Log.Held(logger, mails.Count, fault.GetType().Name);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private sealed record Arrival(ulong Tag, UnitMail Mail);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "What units say cannot be read now ({Fault}); trying again.")]
        public static partial void Waiting(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Warning, "{Count} words of units are held until they can be stored ({Fault}).")]
        public static partial void Held(ILogger logger, int count, string fault);
    }
}
