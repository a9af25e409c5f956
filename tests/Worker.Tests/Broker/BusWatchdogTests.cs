using Hub.Router.Outbox;
using Hub.Testing;
using Hub.Worker.Broker;
using Hub.Worker.Tests.Host;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Tests.Broker;

public sealed class BusWatchdogTests
{
    /// <summary>The watchdog's patience, a new start of the bus and the pause of the first message that failed.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromMinutes(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bus_that_died_in_a_living_process_is_noticed_and_started_anew_and_reports_go_on()
    {
        await using var hub = await EmbeddedHub.StartAsync(Token);
        var canary = hub.App.Services.GetRequiredService<Canary>();
        var start = canary.LastReturn;
        await Eventually.TrueAsync("the canary is back", () => canary.LastReturn > start, Token);
        await hub.App.Services.GetRequiredService<IBusControl>().StopAsync(Token);

        await Eventually.TrueAsync("degraded", async () => await BrokerAsync(hub) is "Degraded", Token, TimeSpan.FromSeconds(15));
        var waiting = hub.AssignedAsync("6281377005501", Token, Back);
        await Eventually.TrueAsync("the word of it", async () => await BrokerAsync(hub, "reason") is { } reason && reason.Contains("started anew", StringComparison.Ordinal), Token, Back);
        await Eventually.TrueAsync("healthy again", async () => await BrokerAsync(hub, "lastCanary") != null && !canary.IsLost, Token, Back);

        Assert.Equal("Assigned", (await waiting).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_bus_that_no_start_brings_back_ends_the_process_with_its_own_code_but_not_a_young_one()
    {
        using var rig = new WatchdogRig();
        await rig.PassAsync(TimeSpan.FromMinutes(9));
        Assert.InRange(rig.Bus.Starts, 3, 6);
        Assert.Equal((0, rig.Bus.Starts), (rig.Ended, rig.Bus.Stops));

        await rig.PassAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(70, rig.Ending.Code);
        Assert.True(rig.Ended > 0);
    }

    [Fact]
    public async Task While_the_broker_is_away_or_the_process_stood_still_nothing_is_started_anew()
    {
        using var away = new WatchdogRig { Broker = new BrokerSight("away", null, new Dictionary<string, DateTimeOffset>(), 0) };
        await away.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal((0, 0, 0), (away.Bus.Stops, away.Bus.Starts, away.Ended));

        using var frozen = new WatchdogRig();
        for (var times = 0; times < 10; times++)
        {
            frozen.Clock.Advance(TimeSpan.FromMinutes(5));
            await frozen.PassAsync(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((0, 0, 0), (frozen.Bus.Stops, frozen.Bus.Starts, frozen.Ended));
    }

    [Fact]
    public async Task A_bus_that_cannot_be_stopped_takes_no_start_and_ends_the_process_at_any_age()
    {
        using var rig = new WatchdogRig { Bus = { StopFault = new InvalidOperationException("it hangs") } };
        await rig.PassAsync(TimeSpan.FromSeconds(40));

        Assert.Equal((1, 0), (rig.Bus.Stops, rig.Bus.Starts));
        Assert.Equal((1, 70), (rig.Ended, rig.Ending.Code));
    }

    private static Task<string?> BrokerAsync(EmbeddedHub hub) => BrokerAsync(hub, "status");

    private static async Task<string?> BrokerAsync(EmbeddedHub hub, string member)
    {
        var broker = (await hub.HealthAsync(Token)).Body.GetProperty("broker");
        return broker.TryGetProperty(member, out var value) || broker.GetProperty("figures").TryGetProperty(member, out value) ? value.ToString() : null;
    }

    /// <summary>A bus that is dead for good, in a process whose clock stands.</summary>
    private sealed class WatchdogRig : IHostApplicationLifetime, IBrokerSight, IDisposable
    {
        private readonly Canary canary;
        private readonly BusWatchdog watchdog;

        public WatchdogRig()
        {
            Broker = new BrokerSight(null, Clock.GetUtcNow(), new Dictionary<string, DateTimeOffset>(), 0);
            canary = new Canary(null!, CanaryRoute.InMemory, Clock, NullLogger<Canary>.Instance);
            Ending = new HubEnding(this, Options.Create(new HubOptions()), Clock, NullLogger<HubEnding>.Instance);
            watchdog = new BusWatchdog(Bus, this, canary, new OutboxPace(Clock), Ending, Clock, NullLogger<BusWatchdog>.Instance);
        }

        public StoppedClock Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero));

        public DeadBus Bus { get; } = new();

        public HubEnding Ending { get; }

        public BrokerSight Broker { get; init; }

        public BrokerSight Sight => Broker;

        public int Ended { get; private set; }

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => Ended++;

        public void Dispose()
        {
            watchdog.Dispose();
            canary.Dispose();
        }

        public async Task PassAsync(TimeSpan time)
        {
            for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(2))
            {
                Clock.Advance(TimeSpan.FromSeconds(2));
                await watchdog.LookAsync(Token);
            }
        }
    }

    private sealed class DeadBus : IBusSwitch
    {
        public int Stops { get; private set; }

        public int Starts { get; private set; }

        public Exception? StopFault { get; set; }

        public Task StopAsync()
        {
            Stops++;
            return StopFault is null ? Task.CompletedTask : Task.FromException(StopFault);
        }

        public Task StartAsync()
        {
            Starts++;
            return Task.CompletedTask;
        }
    }
}
