using System.Net;
using System.Text;
using Hub.Simulators.WhatsApp;

namespace Hub.Connectors.Tests.WhatsApp;

public sealed class WhatsAppWebhookTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(WhatsAppSignatureTests.V1);

    [Theory]
    [InlineData("hub.mode=subscribe&hub.challenge=5827340192&hub.verify_token=token-verifikasi-contoh", HttpStatusCode.OK)]
    [InlineData("hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=token-verifikasi-contoh", HttpStatusCode.BadRequest)]
    [InlineData("hub.challenge=1&hub.verify_token=token-verifikasi-contoh", HttpStatusCode.BadRequest)]
    [InlineData("hub.mode=subscribe&hub.verify_token=token-verifikasi-contoh", HttpStatusCode.BadRequest)]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=token-verifikasi-salah", HttpStatusCode.Forbidden)]
    [InlineData("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", HttpStatusCode.Forbidden)]
    [InlineData("hub.mode=subscribe&hub.challenge=1", HttpStatusCode.Forbidden)]
    public async Task A_handshake_is_answered_by_its_mode_and_token(string query, HttpStatusCode answer)
    {
        await using var hub = await WhatsAppHub.StartAsync();

        using var response = await hub.Http.GetAsync(new Uri($"{hub.Webhook}?{query}"), TestContext.Current.CancellationToken);

        Assert.Equal(answer, response.StatusCode);
    }

    [Theory]
    [InlineData("5827340192")]
    [InlineData("<script>alert(1)</script>")]
    public async Task The_challenge_comes_back_exactly_as_plain_text(string challenge)
    {
        await using var hub = await WhatsAppHub.StartAsync();

        using var response = await hub.Http.GetAsync(
            new Uri($"{hub.Webhook}?hub.mode=subscribe&hub.challenge={Uri.EscapeDataString(challenge)}&hub.verify_token={WhatsAppHub.VerifyToken}"), TestContext.Current.CancellationToken);

        Assert.Equal(challenge, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_signed_body_is_stored_byte_for_byte_before_200()
    {
        await using var hub = await WhatsAppHub.StartAsync();
        var body = Encoding.UTF8.GetBytes("""{"object":"whatsapp_business_account", "entry":[{"changes":[{"value":{"metadata":{"phone_number_id":"110000000000158"}}}]}]}""");

        using var response = await hub.PostSignedAsync(body);

        var item = Assert.Single(hub.Inbox.Items);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, item.Body.ToArray());
        Assert.Equal(("whatsapp", WhatsAppHub.Number), (item.Channel, item.Account));
    }

    [Fact]
    public async Task The_number_in_the_body_names_the_account()
    {
        var settings = WhatsAppHub.Settings();
        settings["Channels:WhatsApp:Numbers:1:PhoneNumberId"] = "330000000000158";
        await using var hub = await WhatsAppHub.StartAsync(settings);

        using var second = await hub.PostSignedAsync(Encoding.UTF8.GetBytes("""{"entry":[{"changes":[{"value":{"metadata":{"phone_number_id":"330000000000158"}}}]}]}"""));
        using var foreign = await hub.PostSignedAsync(Encoding.UTF8.GetBytes("""{"entry":[{"changes":[{"value":{"metadata":{"phone_number_id":"999"}}}]}]}"""));

        Assert.Equal([WhatsAppHub.Number, "330000000000158"], hub.Inbox.Items.Select(item => item.Account).Order());
    }

    [Fact]
    public async Task A_body_that_came_before_is_answered_200_again()
    {
        await using var hub = await WhatsAppHub.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => hub.PostSignedAsync(Body)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Single(hub.Inbox.Items);
    }

    [Theory]
    [InlineData("""{"object":"whatsapp_business_account","entry":[""")]
    [InlineData("bukan json")]
    [InlineData("\0\0")]
    public async Task A_broken_body_with_a_right_signature_is_stored_all_the_same(string broken)
    {
        await using var hub = await WhatsAppHub.StartAsync();

        using var response = await hub.PostSignedAsync(Encoding.UTF8.GetBytes(broken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(WhatsAppHub.Number, Assert.Single(hub.Inbox.Items).Account);
    }

    [Fact]
    public async Task A_closed_inbox_is_answered_503_so_that_Meta_comes_back()
    {
        await using var hub = await WhatsAppHub.StartAsync();
        hub.Inbox.Closed = true;

        using var response = await hub.PostSignedAsync(Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_with_a_warning_that_holds_nothing_of_the_body()
    {
        await using var hub = await WhatsAppHub.StartAsync();
        var body = Encoding.UTF8.GetBytes("""{"entry":[{"changes":[{"value":{"messages":[{"from":"6281100000001","text":{"body":"kenari-rahasia"}}]}}]}]}""");

        using var wrong = await hub.PostAsync(body, WhatsAppWire.Signature("salah", body));
        using var doubled = await hub.PostAsync(body, WhatsAppWire.Signature(WhatsAppHub.Secret, body), WhatsAppWire.Signature(WhatsAppHub.Secret, body));
        using var absent = await hub.PostAsync(body);

        Assert.All([wrong, doubled, absent], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        Assert.Empty(hub.Inbox.Items);
        Assert.Equal(3, hub.Log.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("signature", StringComparison.Ordinal)));
        Assert.DoesNotContain(hub.Log.Lines, line => line.Contains("kenari", StringComparison.Ordinal) || line.Contains("6281100000001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_secret_before_the_last_rotation_still_counts()
    {
        await using var hub = await WhatsAppHub.StartAsync();

        using var response = await hub.PostAsync(Body, WhatsAppWire.Signature(WhatsAppHub.OldSecret, Body));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task An_empty_body_with_its_signature_is_a_bad_request()
    {
        await using var hub = await WhatsAppHub.StartAsync();

        using var response = await hub.PostAsync([], "sha256=" + WhatsAppSignatureTests.V6Hex);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(hub.Inbox.Items);
    }

    [Theory]
    [InlineData(4 * 1024 * 1024, false, HttpStatusCode.OK)]
    [InlineData((4 * 1024 * 1024) + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(5 * 1024 * 1024, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(5 * 1024 * 1024, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_above_4_MiB_is_too_large_with_or_without_a_length(int length, bool chunked, HttpStatusCode answer)
    {
        await using var hub = await WhatsAppHub.StartAsync();
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        using var request = new HttpRequestMessage(HttpMethod.Post, hub.Webhook) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", WhatsAppWire.Signature(WhatsAppHub.Secret, body));
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;

        using var response = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(answer, response.StatusCode);
    }

    [Fact]
    public async Task Without_its_section_the_channel_has_no_route()
    {
        await using var hub = await WhatsAppHub.StartAsync([]);

        using var response = await hub.PostSignedAsync(Body);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
