using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Hub.Benchmarks.Pipelines;

/// <summary>
/// L: the leanest way we know to do the same durable work, with raw clients throughout. Rows are handed to the dispatcher in
/// memory after the commit; the table would be read only after a crash. The router knows twins and changes the row, batch by batch.
/// </summary>
internal sealed class LeanPipeline
{
    private const int MostDeleted = 1024;
    private const ushort Prefetch = 1024;

    private readonly Channel<IReadOnlyList<Item>> saved = Channel.CreateUnbounded<IReadOnlyList<Item>>();
    private readonly Channel<(Task Confirmed, IReadOnlyList<Item> Batch)> sent = Channel.CreateBounded<(Task, IReadOnlyList<Item>)>(16);
    private readonly Channel<Item> received = Channel.CreateUnbounded<Item>();
    private readonly Channel<(Task Confirmed, ulong Tag)> passedOn = Channel.CreateBounded<(Task, ulong)>(8);
    private readonly LeanStore store;

    private LeanPipeline(string connection) => store = new LeanStore(connection, batch => saved.Writer.TryWrite(batch));

    public static async Task StartAsync(WebApplication application, PipelineSettings settings, CancellationToken cancellationToken)
    {
        var pipeline = new LeanPipeline(settings.Store);
        var factory = new ConnectionFactory { Uri = settings.Broker!, ClientProvidedName = "lean" };
        var outgoing = await factory.CreateConnectionAsync(cancellationToken);
        var incoming = await (await factory.CreateConnectionAsync(cancellationToken)).CreateChannelAsync(cancellationToken: cancellationToken);
        var toRouter = await ConfirmPublisher.OpenAsync(outgoing, cancellationToken);
        var toUnit = await ConfirmPublisher.OpenAsync(outgoing, cancellationToken);
        pipeline.store.Start(cancellationToken);
        _ = Task.Run(() => pipeline.DispatchAsync(toRouter, cancellationToken), cancellationToken);
        _ = Task.Run(() => pipeline.SettleAsync(cancellationToken), cancellationToken);
        _ = Task.Run(() => pipeline.RouteAsync(toUnit, cancellationToken), cancellationToken);
        _ = Task.Run(() => pipeline.AcknowledgeAsync(incoming, cancellationToken), cancellationToken);
        await pipeline.ListenAsync(incoming, cancellationToken);
        PipelineHost.Receive(application, pipeline.store.Add);
    }

    private async Task ListenAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.BasicQosAsync(0, Prefetch, false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            var (id, unit) = ReportBody.Peek(message.Body.Span);
            received.Writer.TryWrite(new Item(id, unit, message.Body.ToArray()) { Tag = message.DeliveryTag });
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(PipelineSettings.RouteQueue, autoAck: false, consumer, cancellationToken);
    }

    private async Task DispatchAsync(ConfirmPublisher publisher, CancellationToken cancellationToken)
    {
        await foreach (var batch in saved.Reader.ReadAllAsync(cancellationToken))
        {
            await sent.Writer.WriteAsync((await publisher.PublishAsync(PipelineSettings.RouteQueue, batch, cancellationToken), batch), cancellationToken);
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (await sent.Reader.WaitToReadAsync(cancellationToken))
        {
            var ids = new List<Guid>();
            while (ids.Count < MostDeleted && sent.Reader.TryRead(out var next))
            {
                await next.Confirmed;
                ids.AddRange(next.Batch.Select(item => item.Id));
            }

            await store.SentAsync(ids, cancellationToken);
        }
    }

    private async Task RouteAsync(ConfirmPublisher publisher, CancellationToken cancellationToken)
    {
        while (await received.Reader.WaitToReadAsync(cancellationToken))
        {
            if (await Gathering.TakeAsync(received.Reader, cancellationToken) is { Count: > 0 } batch)
            {
                await store.RouteAsync(batch.ConvertAll(item => item.Id), cancellationToken);
                await passedOn.Writer.WriteAsync((await publisher.PublishAsync(PipelineSettings.UnitQueue, batch, cancellationToken), batch[^1].Tag), cancellationToken);
            }
        }
    }

    private async Task AcknowledgeAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await foreach (var (confirmed, tag) in passedOn.Reader.ReadAllAsync(cancellationToken))
        {
            await confirmed;
            await channel.BasicAckAsync(tag, multiple: true, cancellationToken);
        }
    }
}
