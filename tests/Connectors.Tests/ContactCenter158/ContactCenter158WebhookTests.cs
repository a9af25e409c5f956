using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Testing;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158WebhookTests
{
    private const string Secret = "contoh-158-secret-v1";
    private const string Delivery = "0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8e";
    private const string Body = """{"event":"ticket.updated","ticket_no":"158-2026-000123","version":4}""";

    // The vector of CHANNELS 3.5.5.
    private const string Vector = "v1=7ed880bb82780f6df3aa2c7883c4e6e2dde754db8b507cebbdb148949c5d3f02";
    private const long SentAt = 1787200000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_vector_of_the_contract_wakes_the_poll_each_time_it_comes()
    {
        await using var hub = await StartAsync();

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hub, Vector));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hub, Vector));

        Assert.Equal("cc158", await hub.Woken);
        Assert.Equal(2, hub.WakeUps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1=")]
    [InlineData("7ed880bb82780f6df3aa2c7883c4e6e2dde754db8b507cebbdb148949c5d3f02")] // no version
    [InlineData("v2=7ed880bb82780f6df3aa2c7883c4e6e2dde754db8b507cebbdb148949c5d3f02")]
    [InlineData("v1=7ed880bb82780f6df3aa2c7883c4e6e2dde754db8b507cebbdb148949c5d3f03")]
    [InlineData("v1=zz")]
    public async Task A_wrong_signature_wakes_nobody(string signature)
    {
        await using var hub = await StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hub, signature));
        Assert.Equal(0, hub.WakeUps);
    }

    [Fact]
    public async Task Each_signed_part_is_under_the_signature()
    {
        await using var hub = await StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hub, Vector, body: Body + " "));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hub, Vector, delivery: "0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8f"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hub, Vector, timestamp: "1787200001"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hub, Vector, delivery: ""));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)] // older than five minutes
    [InlineData(-300, true)]
    [InlineData(-301, false)] // newer than five minutes
    public async Task Only_a_recent_wake_up_is_taken(int secondsAgo, bool taken)
    {
        await using var hub = await StartAsync(secondsAgo);

        Assert.Equal(taken ? HttpStatusCode.Accepted : HttpStatusCode.Unauthorized, await PostAsync(hub, Vector));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("besok")]
    [InlineData("99999999999999999")]
    public async Task A_time_that_is_none_is_refused_though_signed(string timestamp)
    {
        await using var hub = await StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(hub, Sign(Secret, timestamp, Body), timestamp: timestamp));
    }

    [Theory]
    [InlineData("contoh-158-secret-v2")] // the new one
    [InlineData(Secret)] // the old one
    public async Task During_a_rotation_both_secrets_count(string secret)
    {
        await using var hub = await StartAsync(0, "contoh-158-secret-v2", Secret);
        var signature = $"{Sign("rahasia-yang-tidak-dikenal", SentAt.ToString(CultureInfo.InvariantCulture), Body)}, {Sign(secret, SentAt.ToString(CultureInfo.InvariantCulture), Body)}";

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(hub, signature));
    }

    [Theory]
    [InlineData(64 * 1024, HttpStatusCode.Accepted)]
    [InlineData((64 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_above_64_kib_is_refused(int length, HttpStatusCode answer)
    {
        await using var hub = await StartAsync();
        var body = new string('x', length);

        Assert.Equal(answer, await PostAsync(hub, Sign(Secret, SentAt.ToString(CultureInfo.InvariantCulture), body), body: body));
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_webhook()
    {
        await using var hub = await StartAsync(0, []);

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(hub, Vector));
    }

    [Fact]
    public async Task A_change_at_the_channel_wakes_the_hub()
    {
        var clock = new StoppedClock(Desk.Morning);
        await using var simulator = await ContactCenter158Simulator.StartAsync(new(), new FaultDial(1, clock), clock, Token);
        await using var hub = await Hub158.StartAsync(clock, Settings(Secret));
        simulator.HubWebhook = hub.Webhook;

        simulator.AddTicket(new("Jalan berlubang", "Lubang sedalam 20 cm."));

        Assert.Equal("cc158", await hub.Woken.WaitAsync(TimeSpan.FromSeconds(20), Token));
    }

    [Fact]
    public async Task A_refusal_is_logged_without_signature_secret_or_body()
    {
        await using var hub = await StartAsync();

        await PostAsync(hub, "v1=7ed880bb82780f6df3aa2c7883c4e6e2dde754db8b507cebbdb148949c5d3f03", body: """{"phone":"081200000158"}""");

        var ours = hub.Logs.Lines.Where(line => line.Text.Contains("cc158", StringComparison.Ordinal)).Select(line => line.Text).ToList();
        Assert.Contains(ours, text => text.Contains("was refused", StringComparison.Ordinal));
        Assert.DoesNotContain(hub.Logs.Lines, line => line.Text.Contains("7ed880", StringComparison.Ordinal) || line.Text.Contains(Secret, StringComparison.Ordinal) || line.Text.Contains("0812", StringComparison.Ordinal));
    }

    private static Task<Hub158> StartAsync(int secondsAgo, params string[] secrets) =>
        Hub158.StartAsync(new StoppedClock(DateTimeOffset.FromUnixTimeSeconds(SentAt + secondsAgo)), Settings(secrets));

    private static Task<Hub158> StartAsync() => StartAsync(0, Secret);

    private static Task<Hub158> StartAsync(int secondsAgo) => StartAsync(secondsAgo, Secret);

    private static Dictionary<string, string?> Settings(params string[] secrets)
    {
        Dictionary<string, string?> settings = new() { ["BaseAddress"] = "http://127.0.0.1:9/", ["AccessToken"] = "contoh-token" };
        foreach (var (index, secret) in secrets.Index())
        {
            settings[$"WebhookSecrets:{index}"] = secret;
        }

        return settings;
    }

    private static string Sign(string secret, string timestamp, string body) =>
        "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{Delivery}.{body}")));

    private static async Task<HttpStatusCode> PostAsync(Hub158 hub, string signature, string body = Body, string delivery = Delivery, string timestamp = "1787200000")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, hub.Webhook) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("X-CC158-Delivery", delivery);
        request.Headers.TryAddWithoutValidation("X-CC158-Timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("X-CC158-Signature", signature);
        using var response = await http.SendAsync(request, Token);
        return response.StatusCode;
    }
}
