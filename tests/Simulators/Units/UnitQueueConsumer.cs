using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Hub.Simulators.Units;

/// <summary>A unit's application on the broker: takes from its own inbox, acknowledges after the work and answers on the hub's queue.</summary>
internal sealed class UnitQueueConsumer : IUnitVoice, IAsyncDisposable
{
    private const string StatusQueue = "hub.unit-status";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private readonly string unit;
    private readonly TimeProvider clock;
    private readonly IConnection connection;
    private readonly IChannel outgoing;
    private readonly SemaphoreSlim turn = new(1, 1);
    private IChannel? incoming;

    private UnitQueueConsumer(string unit, TimeProvider clock, IConnection connection, IChannel outgoing)
    {
        this.unit = unit;
        this.clock = clock;
        this.connection = connection;
        this.outgoing = outgoing;
    }

    public static async Task<UnitQueueConsumer> ConnectAsync(Uri broker, string unit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory { Uri = broker, ClientProvidedName = $"unit-{unit}", ConsumerDispatchConcurrency = 8 };
        var connection = await factory.CreateConnectionAsync(cancellationToken);
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var outgoing = await connection.CreateChannelAsync(confirms, cancellationToken);
        return new UnitQueueConsumer(unit, clock, connection, outgoing);
    }

    /// <param name="work">Done before the message is acknowledged.</param>
    public async Task StartAsync(Func<UnitDelivery, Task> work, CancellationToken cancellationToken)
    {
        incoming = await OpenInboxAsync($"unit.{unit}.inbox", cancellationToken);
        await incoming.BasicQosAsync(0, 32, false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(incoming);
        consumer.ReceivedAsync += async (_, message) =>
        {
            await HandleAsync(message.Body.ToArray(), work);
            await incoming.BasicAckAsync(message.DeliveryTag, false, cancellationToken);
        };
        await incoming.BasicConsumeAsync($"unit.{unit}.inbox", autoAck: false, consumer, cancellationToken);
    }

    public async Task<bool> SayAsync(UnitAnswer answer, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var data = JsonSerializer.SerializeToElement(answer, UnitJson.Options);
        var envelope = new UnitEvent("1.0", id, $"urn:unit:{unit}", UnitEvent.Status, answer.ReportId.ToString(), now, "application/json", data);
        var properties = new BasicProperties { MessageId = id, ContentType = UnitEvent.MediaType, DeliveryMode = DeliveryModes.Persistent };
        var body = JsonSerializer.SerializeToUtf8Bytes(envelope, UnitJson.Options);
        await turn.WaitAsync(cancellationToken);
        try
        {
            await outgoing.BasicPublishAsync("", StatusQueue, mandatory: true, properties, body, cancellationToken);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        turn.Dispose();
    }

    private static async Task HandleAsync(byte[] body, Func<UnitDelivery, Task> work)
    {
        if (JsonSerializer.Deserialize<UnitEvent>(body, UnitJson.Options) is { } read)
        {
            await work(new UnitDelivery(read.Id, read.Type, read.Data));
        }
    }

    // The hub owns the queue; the unit waits until it is there. A failed passive declare closes the channel.
    private async Task<IChannel> OpenInboxAsync(string queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            try
            {
                await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
                return channel;
            }
            catch (OperationInterruptedException)
            {
                await channel.DisposeAsync();
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}
