using System.Net;
using Hub.Testing;

namespace Hub.Worker.Tests.Host;

[Collection(HubOverHttp.Name)]
public sealed class WebhookTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_or_missing_signature_is_401()
    {
        var body = hub.Message("wamid.tanda", "6281377003301", EmbeddedHub.Toll);

        Assert.Equal(HttpStatusCode.Unauthorized, await hub.PostAsync(body, hub.Sign([.. body, 32]), Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await hub.PostAsync(body, "sha256=zz", Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await hub.PostAsync(body, null, Token));
    }

    [Fact]
    public async Task A_body_of_5_MB_is_413()
    {
        var body = new byte[5 * 1024 * 1024];

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await hub.PostAsync(body, hub.Sign(body), Token));
    }

    [Fact]
    public async Task Broken_json_with_the_right_signature_is_200_and_one_quarantine_entry()
    {
        var before = await QuarantinedAsync();
        var body = "{\"object\":\"whatsapp_business_account\",\"entry\":["u8.ToArray();

        Assert.Equal(HttpStatusCode.OK, await hub.PostAsync(body, hub.Sign(body), Token));
        await Eventually.TrueAsync("a quarantine entry", async () => await QuarantinedAsync() == before + 1, Token);
        Assert.Equal(HttpStatusCode.OK, await hub.PostAsync(body, hub.Sign(body), Token));
        await hub.AssignedAsync("6281377003302", Token);
        Assert.Equal(before + 1, await QuarantinedAsync());
    }

    [Fact]
    public async Task Fifty_copies_of_one_message_at_once_are_fifty_times_200_and_one_report()
    {
        var before = (await hub.ReportsAsync(Token)).Count;
        var body = hub.Message("wamid.lima-puluh", "6281377003303", EmbeddedHub.Toll);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => hub.PostAsync(body, hub.Sign(body), Token)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await Eventually.TrueAsync("the report", async () => (await hub.ReportsAsync(Token)).Count > before, Token);
        await hub.AssignedAsync("6281377003304", Token);
        Assert.Equal(before + 2, (await hub.ReportsAsync(Token)).Count);
    }

    [Fact]
    public async Task The_handshake_succeeds_with_the_verify_token_alone()
    {
        Assert.True(await hub.WhatsApp.VerifyAsync(Token));

        using var wrong = await hub.Http.GetAsync("/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=salah", Token);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
    }

    [Fact]
    public async Task A_channel_that_is_not_configured_takes_no_webhook()
    {
        using var answer = await hub.Http.PostAsync("/webhooks/cc158", new ByteArrayContent([]), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<int> QuarantinedAsync() => (await EmbeddedHub.GetAsync(hub.Operations, "/operations/quarantine?limit=1000", Token)).Body.GetProperty("items").GetArrayLength();
}
