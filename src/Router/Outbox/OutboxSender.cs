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

/// <summary>What is put into the inbox of a unit: a stored message, under its own id.</summary>
public readonly record struct InboxEvent(string Queue, Guid Id, string ContentType, string Body);

/// <summary>Brings events to the inboxes of units beside the bus, where the transport has a shorter way: nothing of the hub's reads them, so nothing of the bus is needed.</summary>
public interface IUnitInboxes
{
    /// <summary>Ends when the broker has the message and never hangs.</summary>
    /// <exception cref="TimeoutException">The broker is away or silent, which says nothing about the message.</exception>
    Task PutAsync(InboxEvent message);
}

/// <summary>Sends one stored message: the body as it was saved, under the id it was saved with.</summary>
/// <param name="inboxes">Null where the bus brings units their events, too.</param>
internal sealed class OutboxSender(IBus bus, IQueueAddresses addresses, OutboxPace pace, IUnitInboxes? inboxes = null)
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

        if (message.IsBodyElsewhere)
        {
            throw new InvalidOperationException($"The event {message.Id} is no longer kept, so there is nothing to send.");
        }

        var isForUnit = message.ContentType == BusMessages.CloudEventsJson;
        if (isForUnit)
        {
            await addresses.EnsureAsync(message.Queue, cancellationToken).WaitAsync(Deadline, cancellationToken);
        }

        var send = isForUnit && inboxes is not null ? inboxes.PutAsync(new InboxEvent(message.Queue, message.Id, message.ContentType, message.Body)) : SendByBus(message, await bus.GetSendEndpoint(addresses.Of(message.Queue)).WaitAsync(Deadline, cancellationToken));
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

    private static Task SendByBus(OutboxMessage message, ISendEndpoint endpoint) => endpoint.Send(
        message,
        Pipe.Execute<SendContext<OutboxMessage>>(context =>
        {
            context.MessageId = message.Id;
            context.Serializer = new SavedBody(message);
            context.ContentType = TypeOf(message);
        }),
        CancellationToken.None);

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
