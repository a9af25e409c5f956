using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using Hub.Worker;
using Hub.Worker.Broker;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Integration.Tests.Hub;

/// <summary>MassTransit on a real broker: a bus that is stopped can be started again, and a loud fault ends no reader (RELIABILITY B6, D2).</summary>
public sealed class BusRestartTests(RealServers servers) : IAsyncLifetime
{
    private Scene scene = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);

    public async ValueTask DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task A_bus_starts_again_as_often_as_it_stops_and_the_watchdog_starts_one_that_died()
    {
        var port = FreePort.Next();
        await using var hub = HubHost.BuildService(HubSettings.Read(scene.Write(port, null)));
        await hub.StartAsync(Token);
        scene.WhatsApp.HubWebhook = new Uri($"http://127.0.0.1:{port}/webhooks/whatsapp");
        var canary = hub.Services.GetRequiredService<Canary>();
        var bus = hub.Services.GetRequiredService<IBusControl>();
        await ReturnsAsync(canary);

        for (var round = 0; round < 3; round++)
        {
            await bus.StopAsync(Token);
            await bus.StartAsync(Token);
            await ReturnsAsync(canary);
            await RoutedAsync(round + 1);
        }

        await bus.StopAsync(Token);
        await Eventually.TrueAsync("the canary is missed", () => canary.IsLost, Token);
        await RoutedAsync(4, TimeSpan.FromMinutes(2));
        await ReturnsAsync(canary);
        await hub.StopAsync(Token);
    }

    [Fact]
    public async Task A_consumer_whose_fault_has_200_000_letters_keeps_reading_and_the_message_is_put_aside()
    {
        var hub = await scene.StartHubAsync(null, Token);
        await RoutedAsync(1);
        await using var desk = await UnitDesk.OpenAsync(scene.Broker, Token);
        var assigned = await desk.NextAsync((await Scene.ReportsAsync(hub, Token))[0].GetProperty("unit").GetString()!, Token);
        await scene.ScalarAsync<long>(
            """
            CREATE FUNCTION loud() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '%', repeat('x', 200000); END $$ LANGUAGE plpgsql;
            CREATE TRIGGER loud BEFORE INSERT ON unit_messages FOR EACH ROW EXECUTE FUNCTION loud();
            SELECT 1::bigint
            """,
            Token);

        await desk.SayAsync(assigned, "acknowledged", null, Token);
        await Eventually.TrueAsync("the message put aside", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine WHERE channel = 'hub.unit-status'", Token) == 1, Token);
        Assert.True(await scene.ScalarAsync<int>("SELECT max(length(reason)) FROM quarantine", Token) < 200);

        await scene.ScalarAsync<long>("DROP TRIGGER loud ON unit_messages; SELECT 1::bigint", Token);
        await desk.SayAsync(assigned, "in_progress", null, Token);
        await Eventually.TrueAsync("the next word", async () => (await Scene.ReportsAsync(hub, Token))[0].GetProperty("state").GetString() == "InProgress", Token);
        Assert.Equal(0u, await desk.CountAsync("hub.dead", Token));
    }

    private static async Task ReturnsAsync(Canary canary)
    {
        var before = canary.LastReturn;
        await Eventually.TrueAsync("the canary returns", () => canary.LastReturn > before && !canary.IsLost, Token, TimeSpan.FromMinutes(1));
    }

    private async Task RoutedAsync(int count, TimeSpan? patience = null)
    {
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen($"628137720{count:D4}", "Warga Uji"), Scene.Toll);
        await Eventually.TrueAsync(
            $"{count} assigned reports", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM reports WHERE unit IS NOT NULL", Token) == count, Token, patience ?? TimeSpan.FromMinutes(1));
    }
}
