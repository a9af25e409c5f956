using Hub.Router.Outbox;
using MassTransit;

namespace Hub.Worker.Broker;

/// <summary>A message to ourselves through everything that a real one passes.</summary>
internal sealed record CanaryBeat
{
    public required string Process { get; init; }

    public required long Number { get; init; }
}

/// <summary>Where this process's canary flies: a queue of its own, so that hubs do not take each other's.</summary>
internal sealed record CanaryRoute(string Process, string Queue, Uri Address)
{
    /// <summary>A queue that nobody reads any more goes by itself, and its exchange with it (RELIABILITY 2.C: durable, no auto-delete queue).</summary>
    public static readonly TimeSpan Expires = TimeSpan.FromMinutes(2);

    public static CanaryRoute InMemory { get; } = new("embedded", HubQueues.Canary, new Uri($"queue:{HubQueues.Canary}"));

    public static CanaryRoute OnRabbitMq(TimeProvider clock)
    {
        var process = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        var queue = $"{HubQueues.Canary}.{process}";
        return new CanaryRoute(process, queue, BrokerQueues.Passing(queue));
    }
}

/// <summary>
/// Sends the canary every five seconds and waits three for its return. MassTransit's own health says nothing of a bus that
/// hangs or of a reader that never comes back (RELIABILITY D1, D2).
/// </summary>
internal sealed partial class Canary(IBus bus, CanaryRoute route, TimeProvider clock, ILogger<Canary> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Sends that hang are given up; with so many of them no further canary is sent.</summary>
    private const int MostHanging = 8;

    private readonly Lock gate = new();
    private TaskCompletionSource? returned;
    private long number;
    private int hanging;

    /// <summary>When the canary last came back; the start counts as such.</summary>
    public DateTimeOffset LastReturn { get; private set; } = clock.GetUtcNow();

    /// <summary>The last canary did not come back in time.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Gives the bus the time it needs after a new start.</summary>
    public void Restarted() => LastReturn = clock.GetUtcNow();

    public void Return(CanaryBeat beat)
    {
        lock (gate)
        {
            if (beat.Process == route.Process && beat.Number == number)
            {
                LastReturn = clock.GetUtcNow();
                returned?.TrySetResult();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var lost = !await FlyAsync(stoppingToken);
            if (lost && !IsLost)
            {
                Log.Lost(logger);
            }

            IsLost = lost;
            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task<bool> FlyAsync(CancellationToken cancellationToken)
    {
        Task back;
        CanaryBeat beat;
        lock (gate)
        {
            returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            back = returned.Task;
            beat = new CanaryBeat { Process = route.Process, Number = ++number };
        }

        try
        {
            await Task.WhenAll(SendAsync(beat), back).WaitAsync(Limit, clock, cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task SendAsync(CanaryBeat beat)
    {
        if (Volatile.Read(ref hanging) >= MostHanging)
        {
            throw new TimeoutException("Earlier canaries still hang in the bus.");
        }

        Interlocked.Increment(ref hanging);
        try
        {
            // Without a token: a token inside a confirm damages the client's bookkeeping (RELIABILITY A7).
            var endpoint = await bus.GetSendEndpoint(route.Address);
            await endpoint.Send(beat, CancellationToken.None);
        }
        finally
        {
            Interlocked.Decrement(ref hanging);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The canary did not come back through the bus within three seconds.")]
        public static partial void Lost(ILogger logger);
    }
}

/// <summary>Where the canary comes back.</summary>
internal sealed class CanaryConsumer(Canary canary) : IConsumer<CanaryBeat>
{
    public Task Consume(ConsumeContext<CanaryBeat> context)
    {
        canary.Return(context.Message);
        return Task.CompletedTask;
    }
}
