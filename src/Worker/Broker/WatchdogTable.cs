namespace Hub.Worker.Broker;

/// <summary>What the watchdog knows at one moment; ages, so that the judgement needs no clock.</summary>
internal sealed record WatchdogSight
{
    /// <summary>How long the broker has been there without a break; null while it is away, silent, or refuses our queues.</summary>
    public TimeSpan? BrokerFineFor { get; init; }

    public TimeSpan SinceCanary { get; init; }

    /// <summary>How long the worst of our queues has had no reader.</summary>
    public TimeSpan UnreadFor { get; init; }

    /// <summary>How long every attempt to send has been in vain.</summary>
    public TimeSpan StalledFor { get; init; }

    /// <summary>New starts of the bus in this trouble.</summary>
    public int Restarts { get; init; }

    public TimeSpan SinceRestart { get; init; }

    public TimeSpan Uptime { get; init; }
}

internal enum WatchdogAction
{
    /// <summary>All is well.</summary>
    None,

    /// <summary>Something is wrong, but it is not ours to mend, or what was done last has not had its time.</summary>
    Wait,

    RestartBus,

    EndProcess,
}

/// <summary>
/// The one table of what is done when the bus lies (RELIABILITY D2): nothing while the broker is away, two new starts of the
/// bus, then the end of the process, which a supervisor starts again; never more often than once in ten minutes.
/// </summary>
internal static class WatchdogTable
{
    /// <summary>
    /// While the broker is away MassTransit's pauses between its tries grow to half a minute. A new start in the middle of one ends
    /// its readers for good, since they take its cancellation for their own (RELIABILITY B7), so it is given the time to come back by itself.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    /// <summary>Four canaries in a row: a machine that is short of processors is slow, not dead.</summary>
    public static readonly TimeSpan CanaryLimit = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan UnreadLimit = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(12);

    /// <summary>A process younger than this does not end itself: what it has did not come with age.</summary>
    public static readonly TimeSpan LeastUptime = TimeSpan.FromMinutes(10);

    public const int RestartsBeforeTheEnd = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public static WatchdogAction Judge(WatchdogSight sight) => sight switch
    {
        { BrokerFineFor: null } => WatchdogAction.Wait,
        _ when !IsTrouble(sight) => WatchdogAction.None,
        { BrokerFineFor: var fine } when fine < Grace => WatchdogAction.Wait,
        _ when sight.SinceRestart < Pause(sight.Restarts) => WatchdogAction.Wait,
        { Restarts: < RestartsBeforeTheEnd } => WatchdogAction.RestartBus,
        _ when sight.Uptime >= LeastUptime => WatchdogAction.EndProcess,
        _ => WatchdogAction.RestartBus,
    };

    /// <summary>What a new start is given before it is judged; longer each time.</summary>
    public static TimeSpan Pause(int restarts) => restarts == 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << Math.Min(restarts - 1, 10), LongestPause.Ticks));

    private static bool IsTrouble(WatchdogSight sight) =>
        sight.SinceCanary >= CanaryLimit || sight.UnreadFor >= UnreadLimit || sight.StalledFor >= StallLimit;
}
