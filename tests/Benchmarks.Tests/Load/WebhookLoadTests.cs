using System.Text;
using Hub.Benchmarks.Load;
using Hub.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Tests.Load;

public sealed class WebhookLoadTests : IAsyncLifetime
{
    private readonly Uri address = new($"http://127.0.0.1:{FreePort.Next()}");
    private WebApplication hub = null!;
    private int got;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.AbsoluteUri);
        hub = builder.Build();
        hub.MapPost("/hook", async (HttpRequest request) =>
        {
            Interlocked.Increment(ref got);
            using var reader = new StreamReader(request.Body);
            return await reader.ReadToEndAsync() == "buruk" ? Results.StatusCode(503) : Results.Ok();
        });
        await hub.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    [Fact]
    public async Task Each_request_is_sent_once_and_its_answer_is_told_apart()
    {
        var figures = await new WebhookLoad(address).RunAsync(Requests(300), TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((300, 270, 30), (got, figures.Accepted, figures.Refused));
        Assert.Equal(270, figures.Answers.Count);
    }

    [Fact]
    public async Task An_open_loop_keeps_its_pace()
    {
        var figures = await new WebhookLoad(address).RunAsync(Requests(100), Pace.Steady(200, 0.5), TestContext.Current.CancellationToken);

        Assert.Equal(100, got);
        Assert.InRange(figures.Seconds, 0.45, 10);
    }

    [Fact]
    public async Task A_hub_that_is_not_there_refuses_everything()
    {
        var figures = await new WebhookLoad(new Uri($"http://127.0.0.1:{FreePort.Next()}")).RunAsync(Requests(70), TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((0, 70), (figures.Accepted, figures.Refused));
    }

    /// <summary>Every tenth one is answered 503.</summary>
    private static List<byte[]> Requests(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Request.Write("/hook", Encoding.UTF8.GetBytes(number % 10 == 0 ? "buruk" : "baik"), ("X-Signature", "", "kunci")))];
}
