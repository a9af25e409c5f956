using Hub.Integration.Tests.Hub;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Clients;

/// <summary>amqplib, as a unit's developer would use it, against the real hub and broker.</summary>
public sealed class AmqpLibTests(RealServers servers, NodeClients node)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_reads_its_inbox_and_its_answers_reach_the_citizen()
    {
        await using var play = await Play.StartAsync(servers, Token);
        await play.Scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377005501", "Sari Wulandari"), Scene.Toll);
        var report = await Eventually.FindAsync(
            "an assigned report", async () => await Scene.ReportsAsync(play.Hub, Token) is [var one] && one.TryGetProperty("unit", out _) ? one.ToString() : null, Token);
        var unit = System.Text.Json.JsonElement.Parse(report).GetProperty("unit").GetString()!;
        await Eventually.TrueAsync("the unit's inbox is filled", async () => await play.Desk.CountAsync(UnitDesk.Inbox(unit), Token) > 0, Token);

        await using var application = await node.StartAsync("inbox.js", new Dictionary<string, string> { ["BROKER"] = play.Scene.Broker.AbsoluteUri, ["UNIT"] = unit }, Token);
        var taken = await application.NextAsync(Token);
        var answered = await application.NextAsync(Token);

        Assert.Equal("application/cloudevents+json", taken.GetProperty("contentType").GetString());
        Assert.Equal(taken.GetProperty("messageId").GetString(), taken.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal(unit, taken.GetProperty("event").GetProperty("data").GetProperty("unit").GetString());
        Assert.False(answered.GetProperty("returned").GetBoolean());
        Assert.Equal(0, await application.EndAsync(Token));
        await Eventually.TrueAsync("the answer at the channel", () => play.Scene.WhatsApp.Ledger.Received.Any(message => message.Text.Contains("Lubang sudah ditambal oleh petugas.", StringComparison.Ordinal)), Token);
        await Eventually.TrueAsync("an empty inbox", async () => await play.Desk.CountAsync(UnitDesk.Inbox(unit), Token) == 0, Token);
        Assert.Equal("Answered", (await Scene.ReportsAsync(play.Hub, Token))[0].GetProperty("state").GetString());
        Assert.Equal(0, await play.Scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token));
    }
}
