using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Simulators.Units;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Hub.Faults.Units;

/// <summary>A unit on the broker: reads its inbox through every restart, and says each status until the broker has confirmed it.</summary>
internal sealed class QueueUnit(string unit, BrokerLine line, UnitWork work, TimeProvider clock) : IUnitLine, IDisposable
{
    private const string StatusQueue = "hub.unit-status";
    private const int MostKept = 4000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentQueue<(BasicProperties Properties, byte[] Body)> said = new();
    private IChannel? outgoing;

    public string Way => "queue";

    /// <summary>Consumes until the drill ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            IChannel? incoming = null;
            try
            {
                incoming = await line.OpenAsync(confirms: false, cancellationToken);
                await ConsumeAsync(incoming, cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // No inbox yet, or the broker went away.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                await BrokerLine.CloseAsync(incoming);
            }

            await Task.Delay(Pause, clock, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    public async Task<string?> SayAsync(UnitAnswer answer, string id, CancellationToken cancellationToken)
    {
        var source = $"urn:unit:{unit}";
        var data = JsonSerializer.SerializeToElement(answer, UnitJson.Options);
        var envelope = new UnitEvent("1.0", id, source, UnitEvent.Status, answer.ReportId.ToString(), answer.OccurredAt, "application/json", data);
        var properties = new BasicProperties { MessageId = id, ContentType = UnitEvent.MediaType, DeliveryMode = DeliveryModes.Persistent };
        var body = JsonSerializer.SerializeToUtf8Bytes(envelope, UnitJson.Options);
        await PublishAsync(properties, body, cancellationToken);
        said.Enqueue((properties, body));
        while (said.Count > MostKept)
        {
            said.TryDequeue(out _);
        }

        return $"{source}|{id}";
    }

    /// <summary>After the broker has lost its data a unit says its last words again, each under its old id: the hub knows which it has.</summary>
    public async Task SayAgainAsync(CancellationToken cancellationToken)
    {
        foreach (var (properties, body) in said.ToArray())
        {
            await PublishAsync(properties, body, cancellationToken);
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task PublishAsync(BasicProperties properties, byte[] body, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (!await TryPublishAsync(properties, body, cancellationToken))
            {
                await BrokerLine.CloseAsync(outgoing);
                outgoing = null;
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> TryPublishAsync(BasicProperties properties, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            outgoing ??= await line.OpenAsync(confirms: true, cancellationToken);
            await outgoing.BasicPublishAsync("", StatusQueue, mandatory: true, properties, body, CancellationToken.None).AsTask().WaitAsync(Patience, clock, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ConsumeAsync(IChannel incoming, CancellationToken cancellationToken)
    {
        var inbox = $"unit.{unit}.inbox";
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await incoming.QueueDeclarePassiveAsync(inbox, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        await incoming.BasicQosAsync(0, 64, false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(incoming);
        consumer.ReceivedAsync += async (_, message) =>
        {
            if (JsonSerializer.Deserialize<UnitEvent>(message.Body.Span, UnitJson.Options) is { } read)
            {
                await work.TakeAsync(unit, new UnitDelivery(read.Id, read.Type, read.Data), this);
            }

            await incoming.BasicAckAsync(message.DeliveryTag, false, cancellationToken);
        };
        consumer.ShutdownAsync += (_, _) => Ended(over);
        consumer.UnregisteredAsync += (_, _) => Ended(over);
        incoming.ChannelShutdownAsync += (_, _) => Ended(over);
        await incoming.BasicConsumeAsync(inbox, autoAck: false, consumer, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        await over.Task.WaitAsync(cancellationToken);
    }

    private static Task Ended(TaskCompletionSource over)
    {
        over.TrySetResult();
        return Task.CompletedTask;
    }
}
