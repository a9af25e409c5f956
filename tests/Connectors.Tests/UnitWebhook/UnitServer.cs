using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.UnitWebhook;

internal sealed record SeenCall(string Path, IHeaderDictionary Headers, byte[] Body);

/// <summary>A unit's application on a free port of this machine; it answers as the test says and keeps what it was told.</summary>
internal sealed class UnitServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private UnitServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<SeenCall> Calls { get; } = [];

    public RequestDelegate Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    public Uri Address { get; private set; } = null!;

    public static async Task<UnitServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));

        var server = new UnitServer(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.First() + "/hook?token=rahasia");
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Calls.Enqueue(new SeenCall(context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray()));
        await Answer(context);
    }
}
