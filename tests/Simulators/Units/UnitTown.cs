using System.Collections.Concurrent;

namespace Hub.Simulators.Units;

/// <summary>All units of a demo: opens a desk for each unit code when the first report for it shows up.</summary>
internal sealed class UnitTown : IAsyncDisposable
{
    private static readonly TimeSpan PullPause = TimeSpan.FromMilliseconds(400);
    private readonly UnitTownSetup setup;
    private readonly HttpClient http;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<UnitDesk>>> desks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> elsewhere = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<IAsyncDisposable> owned = new();
    private readonly ConcurrentQueue<Task> work = new();
    private readonly ConcurrentQueue<string> troubles = new();

    public UnitTown(UnitTownSetup setup)
    {
        this.setup = setup;
        http = new HttpClient { BaseAddress = setup.Hub, Timeout = TimeSpan.FromSeconds(15) };
    }

    public UnitRecord Record { get; } = new();

    /// <summary>What went wrong at a desk; empty when all is well.</summary>
    public IReadOnlyList<string> Troubles => [.. troubles];

    public IReadOnlyList<string> Codes => [.. desks.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Somebody who is not of this town works for the unit from now on.</summary>
    public void Leave(string unit) => elsewhere.TryAdd(unit, true);

    /// <summary>Makes sure that somebody works for this unit. Returns at once.</summary>
    public void Open(string unit)
    {
        if (!elsewhere.ContainsKey(unit))
        {
            Follow(unit, token => DeskOf(unit).WaitAsync(token));
        }
    }

    /// <summary>For the webhook receiver: the work goes on after the answer.</summary>
    public ValueTask TakeAsync(string unit, UnitDelivery delivery)
    {
        Follow(unit, async token => await WorkAsync(await DeskOf(unit), delivery, token));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(work);
        foreach (var item in owned)
        {
            await item.DisposeAsync();
        }

        http.Dispose();
        stopping.Dispose();
    }

    private Task<UnitDesk> DeskOf(string unit) =>
        desks.GetOrAdd(unit, code => new Lazy<Task<UnitDesk>>(() => OpenAsync(code, stopping.Token))).Value;

    private async Task<UnitDesk> OpenAsync(string unit, CancellationToken cancellationToken)
    {
        if (setup.Via(unit) is UnitWay.Queue && setup.Broker is { } broker)
        {
            return await OpenQueueAsync(broker, unit, cancellationToken);
        }

        var client = new UnitApiClient(http, unit, await setup.IssueKeyAsync(unit, cancellationToken), setup.Clock);
        var desk = new UnitDesk(setup.Plan, Record, setup.Pace, client);
        if (setup.Via(unit) is UnitWay.Pull)
        {
            Follow(unit, token => PullAsync(client, desk, token));
        }

        return desk;
    }

    private async Task<UnitDesk> OpenQueueAsync(Uri broker, string unit, CancellationToken cancellationToken)
    {
        var consumer = await UnitQueueConsumer.ConnectAsync(broker, unit, setup.Clock, cancellationToken);
        owned.Enqueue(consumer);
        var desk = new UnitDesk(setup.Plan, Record, setup.Pace, consumer);
        await consumer.StartAsync(delivery => WorkAsync(desk, delivery, stopping.Token), cancellationToken);
        return desk;
    }

    private async Task PullAsync(UnitApiClient client, UnitDesk desk, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await client.NextAsync(cancellationToken);
            foreach (var delivery in page.Items)
            {
                Follow(delivery.Id, token => WorkAsync(desk, delivery, token));
            }

            client.MoveTo(page.Next);
            if (page.Items.Count == 0)
            {
                await Task.Delay(PullPause, setup.Clock, cancellationToken);
            }
        }
    }

    private static Task WorkAsync(UnitDesk desk, UnitDelivery delivery, CancellationToken cancellationToken) =>
        delivery.Assignment is { } report ? desk.WorkAsync(delivery.Id, report, cancellationToken) : Task.CompletedTask;

    private void Follow(string what, Func<CancellationToken, Task> step)
    {
        var token = stopping.Token;
        work.Enqueue(Task.Run(() => GuardAsync(what, step, token), token));
    }

    private async Task GuardAsync(string what, Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception trouble)
        {
            troubles.Enqueue($"{what}: {trouble.Message}");
        }
    }
}

/// <summary>How the hub brings reports to a unit.</summary>
internal enum UnitWay
{
    Pull,
    Webhook,
    Queue,
}

/// <summary>What the units need to know of the world around them.</summary>
internal sealed record UnitTownSetup(Uri Hub, UnitPlan Plan, UnitPace Pace, TimeProvider Clock)
{
    /// <summary>Asks the hub's command line for a key.</summary>
    public required Func<string, CancellationToken, Task<string>> IssueKeyAsync { get; init; }

    public required Func<string, UnitWay> Via { get; init; }

    /// <summary>Only where there is a broker.</summary>
    public Uri? Broker { get; init; }
}
