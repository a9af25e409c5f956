using System.Reflection;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Determinism.Tests.Rig;

/// <summary>
/// Runs the hub's background loops as far as they have work, and no further. The store's engine never really waits, so a loop
/// that returns to its caller has nothing left; only the dispatcher waits for sends that are made on other threads.
/// </summary>
internal sealed class Loops(IServiceProvider services, StoppedClock clock) : IAsyncDisposable
{
    private static readonly MethodInfo Execute = typeof(BackgroundService).GetMethod("ExecuteAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private readonly CancellationTokenSource stop = new();
    private readonly OutboxQueue outbox = services.GetRequiredService<OutboxQueue>();
    private readonly ReadingQueue reading = services.GetRequiredService<ReadingQueue>();
    private readonly OwnThread thread = new();
    private Task? dispatching;

    public Task StoreAsync() => TurnAsync(services.GetRequiredService<ChannelInbox>());

    /// <summary>Lets the reader read what was handed to it; a sweep of the table comes with it, and is asked for where memory was lost.</summary>
    public Task ReadAsync(bool sweeps) => sweeps || reading.Count > 0
        ? TurnAsync(services.GetServices<IHostedService>().OfType<BodyReader>().Single())
        : Task.CompletedTask;

    /// <summary>Lets the dispatcher send what it has.</summary>
    public async Task DispatchAsync(bool sweeps)
    {
        dispatching ??= thread.Start(() => Start(services.GetServices<IHostedService>().OfType<OutboxDispatcher>().Single(), stop.Token));
        if (outbox.Reader.Count == 0 && !sweeps)
        {
            return;
        }

        // A message of no report is dropped by the dispatcher. It takes the second one only when all before it is done.
        await PassAsync();
        await PassAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await thread.RunUntilAsync(() => dispatching is null or { IsCompleted: true });
        stop.Dispose();
        thread.Dispose();
    }

    private static Task Start(BackgroundService service, CancellationToken cancellationToken) => (Task)Execute.Invoke(service, [cancellationToken])!;

    private static async Task TurnAsync(BackgroundService service)
    {
        using var stop = new CancellationTokenSource();
        var running = Start(service, stop.Token);
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // The end that was asked for.
        }
    }

    private async Task PassAsync()
    {
        outbox.Offer([Nothing]);
        await thread.RunUntilAsync(() => outbox.Reader.Count == 0 || clock.Sleepers > 0 || dispatching!.IsCompleted);
    }

    private static OutboxMessage Nothing { get; } = new()
    {
        Id = new Guid("00000000-0000-7000-8000-000000000001"),
        Queue = "nowhere",
        MessageType = "nothing",
        ContentType = "application/json",
        Body = "{}",
        OrderKey = new Guid("00000000-0000-7000-8000-000000000002"),
        Sequence = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
        NextAt = DateTimeOffset.UnixEpoch,
    };
}
