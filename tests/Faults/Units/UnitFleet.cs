using System.Collections.Concurrent;
using Hub.Faults.Check;
using Hub.Faults.Ledgers;
using Hub.Simulators.Demo;
using Hub.Simulators.Units;

namespace Hub.Faults.Units;

/// <summary>What the units need of the world.</summary>
internal sealed record FleetSetup(Uri Hub, Uri? Broker, HubSettings Settings, int Seed, TimeProvider Clock)
{
    public required BadUnits Bad { get; init; }

    /// <summary>Unit code to API key, for units that use the API.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Units that have been given a report so far; empty when nobody can tell now.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<string>>> AssignedAsync { get; init; }
}

/// <summary>All units: some on the broker, some by webhook, some asking. None gives up.</summary>
internal sealed class UnitFleet : IAsyncDisposable
{
    /// <summary>All units together; what they have to say more waits at their side.</summary>
    private const int Connections = 128;

    private static readonly TimeSpan OpenEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PryEvery = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> running = [];
    private readonly ConcurrentQueue<QueueUnit> queues = new();
    private readonly HashSet<string> opened = [];
    private readonly Dictionary<string, ApiUnit> callers = [];
    private readonly ConcurrentQueue<Violation> seen;
    private readonly HttpClient http;
    private readonly BrokerLine? line;
    private readonly FleetSetup setup;

    public UnitFleet(FleetSetup setup, DrillLedgers ledgers)
    {
        this.setup = setup;
        seen = ledgers.Seen;
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, ConnectTimeout = TimeSpan.FromSeconds(3) }) { BaseAddress = setup.Hub, Timeout = TimeSpan.FromSeconds(15) };
        line = setup.Broker is { } broker ? new BrokerLine(broker, setup.Clock) : null;
        Work = new UnitWork(ledgers, (setup.Seed, setup.Clock), stopping.Token);
    }

    public UnitWork Work { get; }

    public void Start()
    {
        foreach (var (unit, key) in setup.Keys)
        {
            callers[unit] = new ApiUnit(http, (unit, key, setup.Settings.WayTo(unit) is UnitWay.Webhook ? "webhook" : "pull"), Work, setup.Clock);
        }

        running.Add(GuardAsync(OpenAsync));
        running.Add(GuardAsync(PryAsync));
    }

    /// <summary>For the webhook receiver.</summary>
    public async ValueTask TakeAsync(string unit, UnitDelivery delivery)
    {
        await setup.Bad.HinderAsync(unit, stopping.Token);
        await Work.TakeAsync(unit, delivery, callers[unit]);
    }

    /// <summary>The broker lost its data: all units on it say their last words again.</summary>
    public Task SayAgainAsync(CancellationToken cancellationToken) => Task.WhenAll(queues.Select(queue => queue.SayAgainAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        await BrokerLine.CloseAsync(line);
        foreach (var queue in queues)
        {
            queue.Dispose();
        }

        http.Dispose();
        stopping.Dispose();
    }

    /// <summary>Somebody sits down at a unit as soon as the first report is its.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var desks = new List<Task>();
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var unit in (await setup.AssignedAsync(cancellationToken)).Where(opened.Add))
            {
                desks.Add(GuardAsync(DeskOf(unit)));
            }

            await Task.Delay(OpenEvery, setup.Clock, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await Task.WhenAll(desks);
    }

    private Func<CancellationToken, Task> DeskOf(string unit)
    {
        switch (setup.Settings.WayTo(unit))
        {
            case UnitWay.Queue when line is not null:
                var queue = new QueueUnit(unit, line, Work, setup.Clock);
                queues.Enqueue(queue);
                return queue.RunAsync;
            case UnitWay.Pull:
                return callers[unit].PullAsync;
            default:
                return _ => Task.CompletedTask;
        }
    }

    private async Task PryAsync(CancellationToken cancellationToken)
    {
        for (var round = 0; ; round++)
        {
            await Task.Delay(PryEvery, setup.Clock, cancellationToken);
            var (unit, caller) = callers.ElementAt(round % callers.Count);
            var other = callers.ElementAt((round + 1) % callers.Count).Key;
            if (await caller.PryAsync($"units/{other}/reports?limit=1", cancellationToken) is not null)
            {
                seen.Enqueue(new Violation("S7", Harm.Leak, $"The key of {unit} opened the inbox of {other}."));
            }
        }
    }

    private async Task GuardAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await Task.Yield();
            await work(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The drill ends.
        }
        catch (Exception fault)
        {
            Work.Complain($"A unit stopped working: {fault.GetType().Name} {fault.Message}");
        }
    }
}
