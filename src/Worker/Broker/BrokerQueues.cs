using System.Collections.Concurrent;
using Hub.Router.Outbox;
using RabbitMQ.Client;

namespace Hub.Worker.Broker;

/// <summary>Queues on RabbitMQ: each has an exchange of its own name in front, and is declared before anything is sent to it.</summary>
internal sealed class BrokerQueues(BrokerConnection connection) : IQueueAddresses
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

    /// <summary>An exchange address does not declare a queue, which MassTransit would declare as a classic one; publishing is mandatory instead.</summary>
    public Uri Of(string queue) => new($"exchange:{queue}");

    public async Task EnsureAsync(string queue, CancellationToken cancellationToken)
    {
        if (declared.ContainsKey(queue))
        {
            return;
        }

        await using var channel = await connection.OpenAsync(cancellationToken);
        await DeclareAsync(channel, queue, cancellationToken);
        declared[queue] = true;
    }

    public void Forget(string queue) => declared.TryRemove(queue, out _);

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
