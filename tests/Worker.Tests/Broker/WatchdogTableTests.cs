using Hub.Worker.Broker;

namespace Hub.Worker.Tests.Broker;

public sealed class WatchdogTableTests
{
    private static readonly TimeSpan?[] FineFors = [null, TimeSpan.Zero, WatchdogTable.Grace - Tick, WatchdogTable.Grace, TimeSpan.FromHours(1)];
    private static readonly TimeSpan[] Canaries = [TimeSpan.Zero, WatchdogTable.CanaryLimit - Tick, WatchdogTable.CanaryLimit, TimeSpan.FromHours(1)];
    private static readonly TimeSpan[] Unreads = [TimeSpan.Zero, WatchdogTable.UnreadLimit - Tick, WatchdogTable.UnreadLimit];
    private static readonly TimeSpan[] Stalls = [TimeSpan.Zero, WatchdogTable.StallLimit - Tick, WatchdogTable.StallLimit];
    private static readonly int[] Counts = [0, 1, 2, 3, 10, 1000];
    private static readonly TimeSpan[] Uptimes = [TimeSpan.Zero, WatchdogTable.LeastUptime - Tick, WatchdogTable.LeastUptime, TimeSpan.FromDays(30)];

    private static TimeSpan Tick => TimeSpan.FromTicks(1);

    [Fact]
    public void Every_case_is_judged_as_the_rules_say()
    {
        var judged = All().Select(sight => (Sight: sight, Action: WatchdogTable.Judge(sight))).ToList();
        Assert.Equal(5 * 4 * 3 * 3 * 6 * 4 * 4, judged.Count);
        Assert.Equal(4, judged.Select(each => each.Action).Distinct().Count());

        // Nothing is done to the bus while the broker is away, in alarm, or has just come back.
        Assert.All(judged.Where(each => each.Sight.BrokerFineFor is null), each => Assert.Equal(WatchdogAction.Wait, each.Action));
        Assert.All(Acted(judged), each => Assert.True(each.Sight.BrokerFineFor >= WatchdogTable.Grace));

        // Nothing is done without a reason, and with one it is never called well.
        Assert.All(Acted(judged), each => Assert.True(IsTrouble(each.Sight)));
        Assert.All(judged.Where(each => IsTrouble(each.Sight)), each => Assert.NotEqual(WatchdogAction.None, each.Action));
        Assert.All(judged.Where(each => each.Sight.BrokerFineFor is not null && !IsTrouble(each.Sight)), each => Assert.Equal(WatchdogAction.None, each.Action));

        // What was done has its time; the process ends only after two vain starts, and never young.
        Assert.All(Acted(judged), each => Assert.True(each.Sight.SinceRestart >= WatchdogTable.Pause(each.Sight.Restarts)));
        Assert.All(judged.Where(each => each.Action is WatchdogAction.EndProcess), each => Assert.True(each.Sight is { Restarts: >= 2 } && each.Sight.Uptime >= WatchdogTable.LeastUptime));

        // Once everything speaks for it, it is done.
        Assert.All(judged.Where(each => IsRipe(each.Sight)), each => Assert.Equal(
            each.Sight.Restarts >= 2 && each.Sight.Uptime >= WatchdogTable.LeastUptime ? WatchdogAction.EndProcess : WatchdogAction.RestartBus, each.Action));
    }

    [Fact]
    public void A_bus_that_stays_dead_ends_the_process_at_most_once_in_ten_minutes()
    {
        var (now, restarts, restartedAt, ends) = (TimeSpan.Zero, 0, TimeSpan.Zero, new List<TimeSpan>());
        for (; now < TimeSpan.FromHours(1); now += TimeSpan.FromSeconds(2))
        {
            var born = ends.Count == 0 ? TimeSpan.Zero : ends[^1];
            var age = now - born;
            var action = WatchdogTable.Judge(new WatchdogSight
            {
                BrokerFineFor = age,
                SinceCanary = now - (restartedAt > born ? restartedAt : born),
                Restarts = restarts,
                SinceRestart = now - (restartedAt > born ? restartedAt : born),
                Uptime = age,
            });
            if (action is WatchdogAction.RestartBus)
            {
                (restarts, restartedAt) = (restarts + 1, now);
            }
            else if (action is WatchdogAction.EndProcess)
            {
                ends.Add(now);
                restarts = 0;
            }
        }

        Assert.InRange(ends.Count, 3, 5);
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.True(pair.Second - pair.First >= WatchdogTable.LeastUptime));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(5, 300)]
    [InlineData(1_000_000, 300)]
    public void Each_new_start_is_given_longer_up_to_five_minutes(int restarts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WatchdogTable.Pause(restarts));

    private static IEnumerable<(WatchdogSight Sight, WatchdogAction Action)> Acted(IEnumerable<(WatchdogSight Sight, WatchdogAction Action)> judged) =>
        judged.Where(each => each.Action is WatchdogAction.RestartBus or WatchdogAction.EndProcess);

    private static bool IsTrouble(WatchdogSight sight) => sight.SinceCanary.TotalSeconds >= 20 || sight.UnreadFor.TotalSeconds >= 20 || sight.StalledFor.TotalSeconds >= 12;

    private static bool IsRipe(WatchdogSight sight) =>
        IsTrouble(sight) && sight.BrokerFineFor?.TotalSeconds >= 40 && sight.SinceRestart >= WatchdogTable.Pause(sight.Restarts);

    private static IEnumerable<WatchdogSight> All() =>
        from fine in FineFors
        from canary in Canaries
        from unread in Unreads
        from stall in Stalls
        from count in Counts
        from uptime in Uptimes
        from since in new[] { TimeSpan.Zero, WatchdogTable.Pause(count) - Tick, WatchdogTable.Pause(count), TimeSpan.FromDays(1) }
        select new WatchdogSight { BrokerFineFor = fine, SinceCanary = canary, UnreadFor = unread, StalledFor = stall, Restarts = count, SinceRestart = since, Uptime = uptime };
}
