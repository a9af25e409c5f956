using System.Threading.Channels;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Outbox;

/// <summary>
/// Committed messages on their way to the dispatcher, in memory: a short cut that saves the poll.
/// When it is full the rows wait in the table, where the sweep finds them.
/// </summary>
internal sealed class OutboxQueue
{
    private const int Most = 20_000;

    private readonly Channel<OutboxMessage> queue = Channel.CreateBounded<OutboxMessage>(
        new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    public ChannelReader<OutboxMessage> Reader => queue.Reader;

    public void Offer(IReadOnlyList<OutboxMessage> messages)
    {
        foreach (var message in messages)
        {
            if (!queue.Writer.TryWrite(message))
            {
                return;
            }
        }
    }
}
