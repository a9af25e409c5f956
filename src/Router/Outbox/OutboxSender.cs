using System.Collections.Concurrent;
using System.Net.Mime;
using Hub.Router.Persistence.Rows;
using MassTransit;

namespace Hub.Router.Outbox;

/// <summary>Where a queue is on the transport, and how it comes to be there.</summary>
public interface IQueueAddresses
{
    Uri Of(string queue);

    /// <summary>Declares a queue that no consumer of the hub declares (a unit's inbox), once.</summary>
    Task EnsureAsync(string queue, CancellationToken cancellationToken);

    /// <summary>The queue took no message: an operator may have deleted it, so it is declared again before the next one.</summary>
    void Forget(string queue)
    {
        // Where a queue cannot go missing there is nothing to forget.
    }
}

/// <summary>Sends one stored message: the body as it was saved, under the id it was saved with.</summary>
internal sealed class OutboxSender(IBus bus, IQueueAddresses addresses, OutboxPace pace)
{
    /// <summary>A publish may hang for ever on a broker in alarm; past this its outcome is unknown and it is sent again later.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Publishes that were given up still hold their bodies and may hang for ever (RELIABILITY A5, A8); with so many of them no more are begun.</summary>
    private const int MostAbandoned = 128;

    private static readonly ConcurrentDictionary<string, ContentType> Types = new();

    private int abandoned;

    /// <summary>The broker is away or silent, which says nothing about the message.</summary>
    public static bool IsBrokerGone(Exception fault) => fault is TimeoutException or ConnectionException or OperationCanceledException;

    public async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(message, cancellationToken);
            pace.Left();
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && IsBrokerGone(fault))
        {
            pace.Stalled();
            throw;
        }
    }

    private async Task PublishAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref abandoned) >= MostAbandoned)
        {
            throw new TimeoutException("The broker has not answered for so many messages that no more are sent.");
        }

        if (message.ContentType == BusMessages.CloudEventsJson)
        {
            await addresses.EnsureAsync(message.Queue, cancellationToken).WaitAsync(Deadline, cancellationToken);
        }

        var endpoint = await bus.GetSendEndpoint(addresses.Of(message.Queue)).WaitAsync(Deadline, cancellationToken);
        var send = endpoint.Send(
            message,
            Pipe.Execute<SendContext<OutboxMessage>>(context =>
            {
                context.MessageId = message.Id;
                context.Serializer = new SavedBody(message);
                context.ContentType = TypeOf(message);
            }),
            CancellationToken.None);

        try
        {
            // Abandoned, not cancelled: a token inside a confirm damages the client's bookkeeping (RELIABILITY A7).
            await send.WaitAsync(Deadline, cancellationToken);
        }
        catch (Exception)
        {
            Abandon(send);
            addresses.Forget(message.Queue);
            throw;
        }
    }

    /// <summary>There are two of them, and reading one costs more than sending it.</summary>
    private static ContentType TypeOf(OutboxMessage message) => Types.GetOrAdd(message.ContentType, static type => new ContentType(type));

    private void Abandon(Task send)
    {
        if (!send.IsCompleted)
        {
            Interlocked.Increment(ref abandoned);
            send.ContinueWith(_ => Interlocked.Decrement(ref abandoned), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private sealed class SavedBody(OutboxMessage message) : IMessageSerializer
    {
        public ContentType ContentType => TypeOf(message);

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class => new StringMessageBody(message.Body);
    }
}
