using Hub.Router.Outbox;

namespace Hub.Worker.Broker;

/// <summary>Does what <see cref="WatchdogTable"/> says.</summary>
internal sealed partial class BusWatchdog(
    IBusSwitch bus, IBrokerSight broker, Canary canary, OutboxPace pace, HubEnding ending, TimeProvider clock, ILogger<BusWatchdog> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>A stop waits for consumers and for publishes that hang. Past this the bus is half stopped and takes no new start: the process ends.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);

    /// <summary>So long without trouble means that the new start helped.</summary>
    private static readonly TimeSpan Recovered = TimeSpan.FromMinutes(1);

    /// <summary>Looks that are so far apart mean that the process was stopped or starved.</summary>
    private static readonly TimeSpan Asleep = TimeSpan.FromSeconds(8);

    private readonly DateTimeOffset born = clock.GetUtcNow();
    private DateTimeOffset lookedAt = clock.GetUtcNow();
    private DateTimeOffset restartedAt = clock.GetUtcNow();
    private DateTimeOffset troubledAt = clock.GetUtcNow();
    private int restarts;

    /// <summary>What it does about the bus at the moment, or null.</summary>
    public string? Doing { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock, stoppingToken);
            await LookAsync(stoppingToken);
        }
    }

    /// <summary>One look and what follows from it.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var slept = clock.GetUtcNow() - lookedAt > Asleep;
        lookedAt = clock.GetUtcNow();
        if (slept)
        {
            // The whole process stood still, not the bus: what is old now is given time to come back.
            Forgive();
        }

        var sight = Sight();
        var action = WatchdogTable.Judge(sight);
        if (action is WatchdogAction.None && clock.GetUtcNow() - troubledAt > Recovered)
        {
            (restarts, Doing) = (0, null);
        }

        if (action is not WatchdogAction.None)
        {
            troubledAt = clock.GetUtcNow();
        }

        if (action is WatchdogAction.RestartBus)
        {
            await RestartAsync(sight, cancellationToken);
        }

        if (action is WatchdogAction.EndProcess)
        {
            Log.Ending(logger, restarts, Cli.ExitCode.BusDead);
            ending.End(Cli.ExitCode.BusDead);
        }
    }

    private WatchdogSight Sight()
    {
        var (now, seen) = (clock.GetUtcNow(), broker.Sight);
        return new WatchdogSight
        {
            BrokerFineFor = now - seen.FineSince,
            SinceCanary = now - canary.LastReturn,
            UnreadFor = seen.UnreadSince.Count == 0 ? TimeSpan.Zero : now - seen.UnreadSince.Values.Min(),
            StalledFor = now - pace.StalledSince ?? TimeSpan.Zero,
            Restarts = restarts,
            SinceRestart = now - restartedAt,
            Uptime = now - born,
        };
    }

    private async Task RestartAsync(WatchdogSight sight, CancellationToken cancellationToken)
    {
        restarts++;
        Doing = $"The bus was started anew ({restarts} times) because messages do not come through it.";
        Log.Restarting(logger, sight.SinceCanary, sight.UnreadFor, sight.StalledFor);
        if (!await TryAsync(() => bus.StopAsync().WaitAsync(LongestStop, clock, cancellationToken), cancellationToken)
            || !await TryAsync(() => bus.StartAsync().WaitAsync(LongestStart, clock, cancellationToken), cancellationToken))
        {
            Log.Ending(logger, restarts, Cli.ExitCode.BusDead);
            ending.End(Cli.ExitCode.BusDead);
        }

        restartedAt = lookedAt = clock.GetUtcNow();
        Forgive();
    }

    private void Forgive()
    {
        canary.Restarted();
        pace.Left();
    }

    private async Task<bool> TryAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, fault.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The broker is there, but messages do not come through the bus (canary {Canary}, unread {Unread}, stalled {Stalled}); the bus is started anew.")]
        public static partial void Restarting(ILogger logger, TimeSpan canary, TimeSpan unread, TimeSpan stalled);

        [LoggerMessage(2, LogLevel.Error, "A step of the bus's new start failed with {Fault}.")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(3, LogLevel.Critical, "New starts of the bus ({Restarts}) do not help; the process ends with code {Code} to be started again.")]
        public static partial void Ending(ILogger logger, int restarts, int code);
    }
}
