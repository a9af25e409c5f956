using System.Net;
using System.Text.Json.Nodes;
using Hub.Testing;
using Microsoft.Data.Sqlite;

namespace Hub.Worker.Tests.Host;

public sealed class HealthTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_part_speaks_and_a_store_that_takes_no_writes_is_503_until_it_does_again()
    {
        await using var hub = await EmbeddedHub.StartAsync(Token, settings => settings["Intake"] = new JsonObject { ["LongestWait"] = "00:00:01" });
        var body = hub.Message("wamid.kesehatan", "6281377003401", EmbeddedHub.Toll);
        Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/health/live", Token)).Code);
        await Eventually.TrueAsync("healthy", async () => (await hub.HealthAsync(Token)).Body.GetProperty("status").GetString() == "Healthy", Token);
        var (code, health) = await hub.HealthAsync(Token);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("Healthy", health.GetProperty("status").GetString());
        Assert.All(["store", "broker", "outbox", "statusSync", "quarantine"], part => Assert.Equal("Healthy", health.GetProperty(part).GetProperty("status").GetString()));
        Assert.True(health.GetProperty("channels").GetProperty("whatsapp").GetProperty("figures").GetProperty("reachable").GetBoolean());

        // Another program holds the file's write lock, longer than anyone waits for it.
        await using (var other = new SqliteConnection($"Data Source={hub.Store};Pooling=false"))
        {
            await other.OpenAsync(Token);
            await using var hold = other.BeginTransaction();
            await Eventually.TrueAsync("not ready", async () => (await hub.GetAsync("/health/ready", Token)).Code is HttpStatusCode.ServiceUnavailable, Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await hub.GetAsync("/health", Token)).Code);
            Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/health/live", Token)).Code);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await hub.PostAsync(body, hub.Sign(body), Token));
        }

        await Eventually.TrueAsync("ready", async () => (await hub.GetAsync("/health/ready", Token)).Code is HttpStatusCode.OK, Token);
        await Eventually.TrueAsync("it is taken", async () => await hub.PostAsync(body, hub.Sign(body), Token) is HttpStatusCode.OK, Token);
        await Eventually.TrueAsync("one report", async () => (await hub.ReportsAsync(Token)).Count == 1, Token);
    }
}
