using System.Text.Json;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using RabbitMQ.Client;

namespace Hub.Integration.Tests.Hub;

/// <summary>What the broker gave up comes into the quarantine and can be sent again.</summary>
public sealed class DeadLetterTests(RealServers servers) : IAsyncLifetime
{
    private Play play = null!;
    private Scene scene = null!;
    private HubProcess hub = null!;
    private UnitDesk desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (scene, hub, desk) = play = await Play.StartAsync(servers, Token);

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task A_message_that_died_at_a_units_queue_is_quarantined_once_and_a_retry_brings_it_back()
    {
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377002301", "Warga Uji"), "Jalan tol Cipularang berlubang besar di KM 92.");
        var unit = await Eventually.FindAsync(
            "an assigned report",
            async () => (await Scene.ReportsAsync(hub, Token)) is [var report] && report.TryGetProperty("unit", out var code) ? code.GetString() : null,
            Token);
        var refused = await RefuseAsync(UnitDesk.Inbox(unit));

        await Eventually.TrueAsync("the dead letter in quarantine", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token) == 1, Token);
        await Eventually.TrueAsync("an empty hub.dead", async () => await desk.CountAsync("hub.dead", Token) == 0, Token);
        Assert.Equal(
            [$"{UnitDesk.Inbox(unit)} dead_letter true"],
            await scene.ListAsync("SELECT channel || ' ' || code || ' ' || (reason LIKE '%rejected%') FROM quarantine", Token));

        // The same message again, as after a lost acknowledgement: still one entry.
        await PublishDeadAsync(refused, UnitDesk.Inbox(unit));
        await Eventually.TrueAsync("an empty hub.dead again", async () => await desk.CountAsync("hub.dead", Token) == 0, Token);
        Assert.Equal(1L, await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token));

        var id = Assert.Single(await scene.ListAsync("SELECT id::text FROM quarantine", Token));
        var retried = await HubProcess.RunAsync(["quarantine", "retry", id, "--config", scene.Write(FreePort.Next(), null)], Token);
        Assert.Equal((0, $"{id} is settled: sent.\n"), (retried.Code, retried.Output));
        var back = await desk.NextAsync(unit, Token);
        Assert.Equal(JsonElement.Parse(refused).GetProperty("id").GetString(), back.Body.GetProperty("id").GetString());
        Assert.Equal(1L, await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine WHERE settled = 'sent'", Token));
    }

    /// <summary>A unit's application that cannot stand its message.</summary>
    private async Task<byte[]> RefuseAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = scene.Broker }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        await Eventually.TrueAsync("a message for the unit", async () => await desk.CountAsync(queue, Token) > 0, Token);
        var message = (await channel.BasicGetAsync(queue, autoAck: false, Token))!;
        var body = message.Body.ToArray();
        await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false, Token);
        return body;
    }

    private async Task PublishDeadAsync(byte[] body, string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = scene.Broker }.CreateConnectionAsync(Token);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Token);
        var death = new Dictionary<string, object?> { ["queue"] = queue, ["reason"] = "rejected", ["count"] = 1L };
        var properties = new BasicProperties { Persistent = true, Headers = new Dictionary<string, object?> { ["x-death"] = new List<object?> { death } } };
        await channel.BasicPublishAsync("", "hub.dead", mandatory: true, properties, body, Token);
    }
}
