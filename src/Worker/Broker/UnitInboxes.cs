using System.Buffers;
using System.Text;
using Hub.Router.Outbox;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Worker.Broker;

/// <summary>
/// Puts events into units' inboxes on a connection of its own, many at a time and each confirmed: what the bus adds to a message
/// is of no use to a unit and costs as much as the sending. A connection on which one hangs is given up with all that waits on it.
/// </summary>
internal sealed class UnitInboxes(IOptions<BrokerOptions> options) : IUnitInboxes, IAsyncDisposable
{
    /// <summary>Shorter than what the sender waits, so that nothing is left hanging behind its back (RELIABILITY A5, A8).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private readonly BrokerConnection connection = new(options, "hub-inboxes");
    private readonly Lock gate = new();
    private Task<IChannel>? opened;
    private long begun;
    private long ended;

    /// <exception cref="PublishException">The broker refuses this message, or its inbox is not there.</exception>
    /// <exception cref="OperationInterruptedException">The place is not there or forbidden.</exception>
    public async Task PutAsync(InboxEvent message)
    {
        // Alone is what nothing was under way beside when it began, and what nothing has followed, even if that is over by now.
        var number = Interlocked.Increment(ref begun);
        var isFirst = Volatile.Read(ref ended) == number - 1;
        var channel = Open();
        try
        {
            if (await channel is { IsOpen: false })
            {
                // It ended while nothing was sent, which is no news of the broker as it is now.
                await GiveUpAsync(channel);
                channel = Open();
            }

            await PublishAsync(await channel, message).WaitAsync(Longest);
        }
        catch (Exception fault) when (fault is not PublishException)
        {
            await GiveUpAsync(channel);
            if (isFirst && Volatile.Read(ref begun) == number && fault is OperationInterruptedException { ShutdownReason: { } reason } && BrokerQueues.IsRefusal(reason))
            {
                // The broker ends the whole channel for one bad place: only of a message that was alone is it known that it was this one.
                throw;
            }

            throw new TimeoutException($"The broker does not take events for units ({fault.GetType().Name}).", fault);
        }
        finally
        {
            Interlocked.Increment(ref ended);
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>Without a token: a token inside a confirm damages the client's bookkeeping (RELIABILITY A7).</summary>
    private static async Task PublishAsync(IChannel channel, InboxEvent message)
    {
        var properties = new BasicProperties { MessageId = message.Id.ToString(), ContentType = message.ContentType, Persistent = true };
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(message.Body.Length));
        try
        {
            var body = bytes.AsMemory(0, Encoding.UTF8.GetBytes(message.Body, bytes));
            await channel.BasicPublishAsync(exchange: message.Queue, routingKey: "", mandatory: true, properties, body, CancellationToken.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>One for all: whoever comes while it is being opened waits for the same answer.</summary>
    private Task<IChannel> Open()
    {
        lock (gate)
        {
            return opened ??= connection.OpenAsync(CancellationToken.None);
        }
    }

    private async Task GiveUpAsync(Task<IChannel> channel)
    {
        lock (gate)
        {
            if (opened != channel)
            {
                return;
            }

            opened = null;
        }

        await connection.AbandonAsync();
    }
}
