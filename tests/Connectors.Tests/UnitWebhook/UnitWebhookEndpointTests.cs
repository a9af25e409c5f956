using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Tests.UnitWebhook;

public sealed class UnitWebhookEndpointTests
{
    [Fact]
    public async Task A_message_arrives_signed_as_the_specification_says()
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();

        var result = await hub.PushAsync(server.Address);

        Assert.Equal(new SyncResult.Delivered("msg_p5jXN8AQM9LWM0D4loKWxJek"), result);
        var call = Assert.Single(server.Calls);
        Assert.Equal("msg_p5jXN8AQM9LWM0D4loKWxJek", call.Headers["webhook-id"]);
        Assert.Equal("1614265330", call.Headers["webhook-timestamp"]);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", call.Headers["webhook-signature"]);
        Assert.Equal("application/cloudevents+json; charset=utf-8", call.Headers.ContentType);
        Assert.Equal("""{"test": 2432232314}""", Encoding.UTF8.GetString(call.Body));
    }

    [Fact]
    public async Task During_a_rotation_both_signatures_travel()
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();

        await hub.PushAsync(server.Address, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", UnitHub.Secret);

        var signatures = Assert.Single(server.Calls).Headers["webhook-signature"].ToString().Split(' ');
        Assert.Equal(2, signatures.Length);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signatures[1]);
    }

    [Theory]
    [InlineData(200, "Delivered")]
    [InlineData(202, "Delivered")]
    [InlineData(204, "Delivered")]
    [InlineData(301, "Unavailable")] // not followed; the unit gives its final address
    [InlineData(302, "Unavailable")]
    [InlineData(307, "Unavailable")]
    [InlineData(400, "Rejected http_400")]
    [InlineData(401, "Unavailable")] // a deployment fault heals
    [InlineData(403, "Unavailable")]
    [InlineData(404, "Unavailable")]
    [InlineData(405, "Rejected http_405")]
    [InlineData(408, "Unavailable")]
    [InlineData(409, "Rejected http_409")]
    [InlineData(410, "Rejected gone")]
    [InlineData(413, "Rejected http_413")]
    [InlineData(415, "Rejected http_415")]
    [InlineData(422, "Rejected http_422")]
    [InlineData(429, "Unavailable")]
    [InlineData(500, "Unavailable")]
    [InlineData(502, "Unavailable")]
    [InlineData(503, "Unavailable")]
    [InlineData(504, "Unavailable")]
    public async Task Each_answer_has_its_meaning(int status, string meaning)
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();
        server.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = server.Address.ToString();
            return Task.CompletedTask;
        };

        var result = await hub.PushAsync(server.Address);

        Assert.Equal(meaning, result is SyncResult.Rejected rejected ? $"Rejected {rejected.Code}" : result.GetType().Name);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "7", 7)]
    [InlineData(503, "Thu, 25 Feb 2021 15:03:10 GMT", 60)] // a minute after the stopped clock
    public async Task Retry_After_is_kept_in_both_forms(int status, string header, int seconds)
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();
        server.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        };

        var result = Assert.IsType<SyncResult.Unavailable>(await hub.PushAsync(server.Address));

        Assert.Equal(TimeSpan.FromSeconds(seconds), result.RetryAfter);
    }

    [Fact]
    public async Task A_lost_answer_may_be_repeated_because_the_unit_drops_repeats()
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();
        server.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.IsType<SyncResult.Unavailable>(await hub.PushAsync(server.Address));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_unit_that_does_not_answer_in_time_is_unavailable()
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub(clock: TimeProvider.System, patience: "00:00:01");
        server.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        var result = Assert.IsType<SyncResult.Unavailable>(await hub.PushAsync(server.Address));

        Assert.Equal("No answer from the unit's server within the time limit.", result.Reason);
    }

    [Fact]
    public async Task A_closed_port_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var hub = new UnitHub();

        Assert.IsType<SyncResult.Unavailable>(await hub.PushAsync(new Uri($"http://127.0.0.1:{port}/")));
    }

    [Fact]
    public async Task A_unit_that_is_down_is_left_alone_and_holds_no_other()
    {
        await using var broken = await UnitServer.StartAsync();
        await using var sound = await UnitServer.StartAsync();
        await using var hub = new UnitHub();
        broken.Answer = context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        for (var attempt = 0; attempt < 30; attempt++)
        {
            Assert.IsType<SyncResult.Unavailable>(await hub.PushAsync(broken.Address));
        }

        Assert.InRange(broken.Calls.Count, 10, 12);
        Assert.IsType<SyncResult.Delivered>(await hub.PushAsync(sound.Address));
    }

    [Theory]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("kunci")]
    public async Task A_message_that_cannot_be_signed_is_not_sent(string secret)
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();

        var result = Assert.IsType<SyncResult.Rejected>(await hub.PushAsync(server.Address, secret));

        Assert.Equal("secret_unusable", result.Code);
        Assert.DoesNotContain(secret, result.Reason);
        Assert.Empty(server.Calls);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(400)]
    [InlineData(500)]
    public async Task No_log_line_holds_a_secret_a_signature_a_query_or_the_body(int status)
    {
        await using var server = await UnitServer.StartAsync();
        await using var hub = new UnitHub();
        server.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        await hub.PushAsync(server.Address);
        await hub.PushAsync(new Uri("https://pengguna:sandi@127.0.0.1/?token=rahasia"));

        Assert.NotEmpty(hub.Logged);
        Assert.All(hub.Logged, line => Assert.All(
            ["MfKQ9r8", "g0hM9SsE", "rahasia", "2432232314", "sandi"], word => Assert.DoesNotContain(word, line, StringComparison.Ordinal)));
    }
}
