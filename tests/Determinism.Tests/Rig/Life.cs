using System.Text;
using Hub.Contracts.Channels;
using Hub.Determinism.Tests.Checks;
using Hub.Determinism.Tests.Outside;
using Hub.Router.Deadlines;
using Hub.Router.Intake;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Hub.Determinism.Tests.Rig;

/// <summary>One life of a hub process in a world: from its start to its end or its kill.</summary>
internal sealed class Life : IAsyncDisposable
{
    /// <summary>How far the clock goes when nothing moves: past young rows, leases of a dead process, and pauses.</summary>
    private static readonly TimeSpan[] Patience = [.. new[] { 65, 130, 130, 700, 1000 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    private readonly SqliteConnection connection;
    private readonly ServiceProvider services;
    private readonly Loops loops;
    private readonly Consuming consuming;
    private DateTimeOffset sweptAt;

    public Life(World world, Steps steps, IReadOnlyDictionary<string, Page>? pages = null)
    {
        World = world;
        Steps = steps;

        // No process starts within the millisecond in which another ended.
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        connection = new SqliteConnection(world.Connection);
        connection.Open();
        services = LifeServices.Build(world, steps, connection);
        loops = new Loops(services, world.Clock);
        consuming = new Consuming(world, steps, services);
        Polled = new PagedChannel(world, steps, pages ?? new Dictionary<string, Page>());
    }

    public World World { get; }

    public Steps Steps { get; }

    public PagedChannel Polled { get; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <returns>True when the channel was told that its body is durable.</returns>
    public async Task<bool> PushAsync(string body)
    {
        var item = new RawItem(Scene.Channel, Scene.Account, Encoding.UTF8.GetBytes(body), World.Clock.GetUtcNow());
        var sleepers = World.Clock.Sleepers;
        var answer = Get<ChannelInbox>().StoreAsync(item, CancellationToken.None);
        await loops.StoreAsync();
        var stored = await answer;
        while (World.Clock.Sleepers > sleepers)
        {
            // The answer is here a moment before its time limit is taken away.
            await Task.Yield();
        }

        return stored is not Stored.No;
    }

    public Task PollAsync() => Get<ChannelPolling>().PollAsync(Polled, CancellationToken.None);

    /// <summary>Does everything that can be done without waiting.</summary>
    public async Task WorkAsync()
    {
        // Sweeps find more only when the clock has moved.
        int before;
        do
        {
            before = Steps.Effects;
            var sweeps = World.Clock.GetUtcNow() > sweptAt;
            sweptAt = World.Clock.GetUtcNow();
            await loops.ReadAsync(sweeps);
            await loops.DispatchAsync(sweeps);
            await consuming.DeliverAsync();
        }
        while (Steps.Effects != before);
    }

    /// <summary>Works, waits and sweeps until nothing is left to do.</summary>
    public async Task SettleAsync()
    {
        foreach (var pause in Patience.Concat(Patience).Concat(Patience))
        {
            await WorkAsync();
            if (await Leftovers.CountAsync(World) == 0)
            {
                return;
            }

            World.Clock.Advance(pause);
            await SweepAsync();
        }

        throw new NeverQuietException(await Leftovers.DescribeAsync(World));
    }

    public async Task SweepAsync()
    {
        await RunAsync<StatusSweep>();
        await RunAsync<RoutingSweep>();
        await RunAsync<UnitDeliverySweep>();
        await DeadlinesAsync();
    }

    /// <summary>A look at the deadlines; the watch logs one that fails and looks again.</summary>
    public async Task DeadlinesAsync()
    {
        try
        {
            await Get<DeadlineSweep>().RunAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is not NotSupportedException)
        {
            // The next one goes on with it.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await loops.DisposeAsync();
        await services.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task RunAsync<T>()
        where T : IJob
    {
        var context = Canned.Of<IJobExecutionContext>(("get_MergedJobDataMap", _ => new JobDataMap { [StatusSweep.Channel] = Scene.Channel }));
        try
        {
            await ActivatorUtilities.CreateInstance<T>(services).Execute(context, CancellationToken.None);
        }
        catch (Exception fault) when (fault is not NotSupportedException)
        {
            // The scheduler logs a sweep that fails and runs it again at its time.
        }
    }
}

/// <summary>The hub had all the time in the world and still something is unfinished.</summary>
internal sealed class NeverQuietException(string left) : Exception($"The hub does not come to rest: {left}.");
