using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Hub.Benchmarks.Load;

/// <summary>All units at once: reads their queues with the raw client and acknowledges in groups.</summary>
internal sealed class QueueReader : IAsyncDisposable
{
    private const ushort Prefetch = 512;
    private const int Group = 64;

    private static readonly TimeSpan Leftovers = TimeSpan.FromMilliseconds(100);

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Task tidying;
    private ulong latest;
    private int open;

    private QueueReader(IConnection connection, IChannel channel)
    {
        (this.connection, this.channel) = (connection, channel);
        tidying = TidyAsync(stopping.Token);
    }

    public static async Task<QueueReader> StartAsync(Uri broker, IEnumerable<string> queues, Action<BasicDeliverEventArgs> take, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = broker, ClientProvidedName = "bench-units" }.CreateConnectionAsync(cancellationToken);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await channel.BasicQosAsync(0, Prefetch, false, cancellationToken);
        var reader = new QueueReader(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, message) =>
        {
            take(message);
            if (reader.Note(message.DeliveryTag) >= Group)
            {
                await reader.AcknowledgeAsync(CancellationToken.None);
            }
        };
        foreach (var queue in queues)
        {
            await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
        }

        return reader;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await tidying;
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        stopping.Dispose();
        turn.Dispose();
    }

    private int Note(ulong tag)
    {
        lock (gate)
        {
            latest = tag;
            return ++open;
        }
    }

    /// <summary>One at a time: a group acknowledged after a later one is a fault of the protocol.</summary>
    private async Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Close() is { } group)
            {
                await channel.BasicAckAsync(group, multiple: true, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private ulong? Close()
    {
        lock (gate)
        {
            var any = open > 0;
            open = 0;
            return any ? latest : null;
        }
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Leftovers);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await AcknowledgeAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The measurement ends.
        }
    }
}
