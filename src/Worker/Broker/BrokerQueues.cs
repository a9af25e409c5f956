using System.Collections.Concurrent;
using Hub.Router.Outbox;
using Hub.Router.Units;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Hub.Worker.Broker;

/// <summary>Queues on RabbitMQ: each has an exchange of its own name in front, and is declared before anything is sent to it.</summary>
internal sealed class BrokerQueues(BrokerConnection connection, UnitRedrive redrive) : IQueueAddresses, IDisposable
{
    /// <summary>Quorum, with an explicit delivery limit and a dead-letter target that keeps what it is given (RELIABILITY B8, B9).</summary>
    public static readonly IReadOnlyDictionary<string, object> Durable = new Dictionary<string, object>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = 20,
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = HubQueues.Dead,
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    private readonly ConcurrentDictionary<string, bool> declared = new();
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>An exchange address does not declare a queue, which MassTransit would declare as a classic one; publishing is mandatory instead.</summary>
    public Uri Of(string queue) => new($"exchange:{queue}");

    /// <summary>Where a queue that passes with its process is found.</summary>
    public static Uri Passing(string queue) => new($"exchange:{queue}?autodelete=true");

    /// <exception cref="OperationInterruptedException">The broker refuses this very queue.</exception>
    /// <exception cref="TimeoutException">The broker or the store is away: neither the queue nor what is to be sent to it is at fault.</exception>
    public async Task EnsureAsync(string queue, CancellationToken cancellationToken)
    {
        if (declared.ContainsKey(queue))
        {
            return;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!declared.ContainsKey(queue))
            {
                await RestoreAsync(queue, cancellationToken);
                declared[queue] = true;
            }
        }
        catch (Exception fault) when (!IsRefusal(fault) && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The queue cannot be looked after yet ({fault.GetType().Name}).", fault);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Forget(string queue) => declared.TryRemove(queue, out _);

    public void ForgetAll() => declared.Clear();

    /// <summary>Whether the queue is there, whatever its arguments; the question ends its channel when it is not.</summary>
    public async Task<bool> ExistsAsync(string queue, CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenAsync(cancellationToken);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode is Constants.NotFound)
        {
            return false;
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>The broker is there and says no to this queue. A connection that is closed is no answer, though it comes as the same kind of fault.</summary>
    private static bool IsRefusal(Exception fault) => fault is OperationInterruptedException { ShutdownReason: { } reason } and not AlreadyClosedException && IsRefusal(reason);

    /// <summary>A channel was ended for what was asked on it.</summary>
    internal static bool IsRefusal(ShutdownEventArgs reason) =>
        reason is { Initiator: ShutdownInitiator.Peer, ReplyCode: Constants.AccessRefused or Constants.NotFound or Constants.ResourceLocked or Constants.PreconditionFailed };

    /// <summary>
    /// A missing inbox may have held events: they are back in the outbox before the queue is there again, so that a crash
    /// between the two finds it missing once more.
    /// </summary>
    private async Task RestoreAsync(string queue, CancellationToken cancellationToken)
    {
        if (HubQueues.UnitOf(queue) is { } unit && !await ExistsAsync(queue, cancellationToken))
        {
            await redrive.OfAsync(unit, cancellationToken);
        }

        await using var channel = await connection.OpenAsync(cancellationToken);
        await DeclareAsync(channel, queue, cancellationToken);
    }

    public static async Task DeclareAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        var arguments = Durable.ToDictionary(each => each.Key, each => (object?)each.Value);
        await channel.ExchangeDeclareAsync(queue, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue, queue, "", cancellationToken: cancellationToken);
    }
}

/// <summary>Queues in memory: the outbox is the durable queue, and a unit's inbox is the unit API.</summary>
internal sealed class MemoryQueues : IQueueAddresses
{
    public Uri Of(string queue) => new($"queue:{queue}");

    public Task EnsureAsync(string queue, CancellationToken cancellationToken) => Task.CompletedTask;
}
