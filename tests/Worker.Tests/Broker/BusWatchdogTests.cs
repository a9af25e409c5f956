using Hub.Testing;
using Hub.Worker.Broker;
using Hub.Worker.Tests.Host;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Worker.Tests.Broker;

public sealed class BusWatchdogTests
{
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
        var waiting = hub.AssignedAsync("6281377005501", Token);
        await Eventually.TrueAsync("healthy again", async () => await BrokerAsync(hub, "lastCanary") != null && !canary.IsLost, Token, TimeSpan.FromSeconds(60));

        Assert.Equal("Assigned", (await waiting).GetProperty("state").GetString());
        Assert.Contains("started anew", await BrokerAsync(hub, "reason"), StringComparison.Ordinal);
    }

    private static Task<string?> BrokerAsync(EmbeddedHub hub) => BrokerAsync(hub, "status");

    private static async Task<string?> BrokerAsync(EmbeddedHub hub, string member)
    {
        var broker = (await hub.HealthAsync(Token)).Body.GetProperty("broker");
        return broker.TryGetProperty(member, out var value) || broker.GetProperty("figures").TryGetProperty(member, out value) ? value.ToString() : null;
    }
}
