using RabbitMQ.Client;

namespace Hub.Benchmarks.Pipelines;

/// <summary>Counts confirms itself: one task for a batch instead of one for each message.</summary>
internal sealed class ConfirmPublisher : IDisposable
{
    private const int Ring = 1 << 17;

    private readonly IChannel channel;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly bool[] confirmed = new bool[Ring];
    private readonly Queue<(ulong End, TaskCompletionSource Done)> batches = new();
    private ulong lowest = 1;
    private ulong next = 1;

    private ConfirmPublisher(IChannel channel)
    {
        this.channel = channel;
        channel.BasicAcksAsync += (_, confirm) =>
        {
            Confirm(confirm.DeliveryTag, confirm.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, _) => throw new InvalidOperationException("The broker refused a message of the lean pipeline.");
    }

    public static async Task<ConfirmPublisher> OpenAsync(IConnection connection, CancellationToken cancellationToken) => new(
        await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellationToken));

    /// <summary>Writes the batch to the socket; the inner task ends when the broker has confirmed all of it.</summary>
    public async Task<Task> PublishAsync(string queue, IReadOnlyList<Item> batch, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await turn.WaitAsync(cancellationToken);
        try
        {
            lock (gate)
            {
                next += (ulong)batch.Count;
                batches.Enqueue((next - 1, done));
            }

            foreach (var item in batch)
            {
                var properties = new BasicProperties { Persistent = true, MessageId = item.Id.ToString(), Type = "report" };
                await channel.BasicPublishAsync("", queue, mandatory: false, properties, item.Body, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }

        return done.Task;
    }

    public void Dispose() => turn.Dispose();

    private void Confirm(ulong tag, bool multiple)
    {
        lock (gate)
        {
            for (var each = multiple ? lowest : tag; each <= tag; each++)
            {
                confirmed[each % Ring] = true;
            }

            for (; lowest < next && confirmed[lowest % Ring]; lowest++)
            {
                confirmed[lowest % Ring] = false;
            }

            while (batches.TryPeek(out var batch) && batch.End < lowest)
            {
                batches.Dequeue().Done.TrySetResult();
            }
        }
    }
}
