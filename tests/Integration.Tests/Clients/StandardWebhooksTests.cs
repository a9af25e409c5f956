using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hub.Integration.Tests.Hub;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Clients;

/// <summary>The library standardwebhooks against what the hub pushes: signature, retry under the same id, rotation, switching off, replay.</summary>
public sealed class StandardWebhooksTests(RealServers servers, NodeClients node)
{
    private const string Unit = "PU-BPJT";
    private const string Waiting = "SELECT count(*) FROM unit_deliveries WHERE delivered_at IS NULL";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_verifies_what_the_hub_signs_also_with_the_secret_before_and_a_failed_push_comes_again_under_its_id()
    {
        await using var stage = await StartAsync(rotated: true, failFirst: 1);
        await stage.Scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377005601", "Sari Wulandari"), Scene.Toll);

        var failed = await stage.Server.NextAsync(Token);
        var taken = await stage.Server.NextAsync(Token);

        Assert.Equal(failed.GetProperty("failed").GetString(), taken.GetProperty("verified").GetString());
        Assert.Equal("refused", taken.GetProperty("forged").GetString());
        Assert.Equal(2, taken.GetProperty("signatures").GetInt32());
        Assert.Equal("application/cloudevents+json; charset=utf-8", taken.GetProperty("contentType").GetString());
        Assert.Equal(taken.GetProperty("verified").GetString(), taken.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal("id.go.pu.hub.report.assigned.v1", taken.GetProperty("event").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_webhook_that_is_switched_off_gets_nothing_and_a_replay_brings_its_events_again_in_order()
    {
        await using var stage = await StartAsync(rotated: false, failFirst: 0);
        await stage.Scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377005602", "Sari Wulandari"), Scene.Toll);
        var first = await stage.Server.NextAsync(Token);

        Assert.Equal(0, (await stage.VerbAsync("disable", Unit, "--reason", "uji")).Code);
        Assert.Equal(1, (await stage.VerbAsync("list")).Code);
        await Eventually.TrueAsync("health says so", async () => (await HealthPage.WholeAsync(stage.Hub)).GetProperty("unitWebhooks").GetProperty("status").GetString() == "Degraded", Token);
        await stage.Scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377005603", "Budi Hartono"), Scene.Toll);
        await Eventually.TrueAsync("an event that waits", async () => await stage.Scene.ScalarAsync<long>(Waiting, Token) == 1, Token);
        Assert.Contains("waiting     1", (await stage.VerbAsync("list")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await stage.VerbAsync("enable", Unit, "--reason", "sudah baik")).Code);
        var second = await stage.Server.NextAsync(Token);
        Assert.NotEqual(first.GetProperty("verified").GetString(), second.GetProperty("verified").GetString());

        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-1)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync("both are settled", async () => await stage.Scene.ScalarAsync<long>(Waiting, Token) == 0, Token);
        Assert.Contains("2 events leave again.", (await stage.VerbAsync("replay", Unit, "--from", day, "--reason", "basis data pulih", "--yes")).Output, StringComparison.Ordinal);
        var again = new[] { await stage.Server.NextAsync(Token), await stage.Server.NextAsync(Token) }.Select(line => line.GetProperty("verified").GetString());
        Assert.Equal(new[] { first, second }.Select(line => line.GetProperty("verified").GetString()).Order(StringComparer.Ordinal), again.Order(StringComparer.Ordinal));
        Assert.Equal(3, await stage.Scene.ScalarAsync<long>("SELECT count(*) FROM operator_acts WHERE verb LIKE 'units.webhook.%'", Token));
    }

    private async Task<Stage> StartAsync(bool rotated, int failFirst)
    {
        var (secret, newer) = (Secret(), Secret());
        var server = await node.StartAsync("receive.js", new Dictionary<string, string> { ["SECRET"] = secret, ["FAIL_FIRST"] = $"{failFirst}" }, Token);
        var port = (await server.NextAsync(Token)).GetProperty("port").GetInt32();
        var scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);
        var way = new JsonObject { ["Via"] = "Webhook", ["Address"] = $"http://127.0.0.1:{port}/hub", ["Secret"] = rotated ? newer : secret };
        if (rotated)
        {
            // The unit has not put the new one in yet.
            way["PreviousSecret"] = secret;
        }

        scene.Settings["Units"]!["Deliveries"] = new JsonObject { [Unit] = way };
        scene.Settings["UnitWebhook"] = new JsonObject { ["AllowedPrivateHosts"] = new JsonArray("127.0.0.1") };
        return new Stage(server, scene, await scene.StartHubAsync(null, Token));
    }

    private static string Secret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private sealed record Stage(NodeClient Server, Scene Scene, HubProcess Hub) : IAsyncDisposable
    {
        private readonly string configuration = Scene.Write(FreePort.Next(), null);

        public Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync(["units", "webhook", .. words, "--config", configuration], Token);

        public async ValueTask DisposeAsync()
        {
            await Scene.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
