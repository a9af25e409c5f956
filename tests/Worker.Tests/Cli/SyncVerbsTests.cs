using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub sync and hub audit beside a running embedded hub.</summary>
[Collection(HubByVerbs.Name)]
public sealed class SyncVerbsTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_that_a_person_opened_is_told_nothing_until_it_is_closed()
    {
        Assert.Equal(66, (await VerbAsync("sync", "open", "terbang", "--reason", "Uji.")).Code);
        Assert.Equal(0, (await VerbAsync("sync", "open", "whatsapp", "--reason", "Pemeliharaan di kanal.", "--by", "sari")).Code);
        var citizen = new WhatsAppCitizen("6281377006601", "Warga Uji");
        await hub.WhatsApp.SendTextAsync(citizen, EmbeddedHub.Toll);
        var line = await Eventually.FindAsync(
            "a status that waits", async () => (await VerbAsync("sync", "list", "--channel", "whatsapp")).Lines.FirstOrDefault(each => each.Contains("Pending", StringComparison.Ordinal)), Token);
        Assert.Contains("0 attempts", line, StringComparison.Ordinal);
        Assert.Contains("held by sari", Assert.Single((await VerbAsync("sync", "status")).Lines, each => each.StartsWith("whatsapp", StringComparison.Ordinal)), StringComparison.Ordinal);
        var (_, health) = await hub.HealthAsync(Token);
        Assert.Equal("Degraded", health.GetProperty("channels").GetProperty("whatsapp").GetProperty("status").GetString());

        Assert.Equal(0, (await VerbAsync("sync", "close", "whatsapp", "--reason", "Selesai.", "--by", "sari")).Code);
        await Eventually.TrueAsync("the citizen was told", () => hub.WhatsApp.Ledger.Received.Any(message => message.To.EndsWith("6281377006601", StringComparison.Ordinal)), Token);
    }

    [Fact]
    public async Task Retry_wants_one_choice_and_a_settled_report_has_nothing_to_settle()
    {
        var number = (await hub.AssignedAsync("6281377006602", Token)).GetProperty("number").GetString()!;
        await Eventually.TrueAsync(
            "all is told", async () => (await hub.ReportsAsync(Token)).Any(report => report.GetProperty("number").GetString() == number && report.GetProperty("synced").GetBoolean()), Token);

        Assert.Equal(64, (await VerbAsync("sync", "retry")).Code);
        Assert.Equal(66, (await VerbAsync("sync", "retry", number)).Code);
        Assert.Equal(1, (await VerbAsync("sync", "settle", number, "--as", "dropped", "--reason", "Uji.")).Code);
        Assert.Equal(66, (await VerbAsync("sync", "settle", "LP-1999-000001", "--as", "dropped", "--reason", "Uji.")).Code);
        Assert.NotEqual(0, (await VerbAsync("sync", "settle", number, "--as", "hilang", "--reason", "Uji.")).Code);
    }

    [Fact]
    public async Task The_history_verifies()
    {
        var verified = await VerbAsync("audit", "verify");

        Assert.Equal(0, verified.Code);
        Assert.Contains("seals over", verified.Output, StringComparison.Ordinal);
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
