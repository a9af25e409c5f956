using System.Collections.Concurrent;
using Hub.Router.Outbox;
using MassTransit;

namespace Hub.Router.Tests.Rig;

/// <summary>Where queues are, and a broker that can be gone, or refuse one queue.</summary>
internal sealed class TestQueues : IQueueAddresses
{
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>How often each queue was asked for, whatever came of it.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public Uri Of(string queue)
    {
        Asked.Enqueue(queue);
        return Fault(queue) is { } fault ? throw fault : new Uri($"queue:{queue}");
    }

    public Task EnsureAsync(string queue, CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed record Arrival(string Queue, Guid? MessageId, string Body);

/// <summary>Sees every message that reached a queue, in order.</summary>
internal sealed class Arrivals : IReceiveObserver
{
    public ConcurrentQueue<Arrival> All { get; } = [];

    public IEnumerable<Arrival> At(string queue) => All.Where(arrival => arrival.Queue == queue);

    public Task PreReceive(ReceiveContext context)
    {
        All.Enqueue(new Arrival(context.InputAddress.AbsolutePath.Trim('/'), context.GetMessageId(), context.Body.GetString()));
        return Task.CompletedTask;
    }

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
