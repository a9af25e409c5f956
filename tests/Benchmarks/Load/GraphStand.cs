using Hub.Simulators.WhatsApp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Load;

/// <summary>Meta's side for the answers to citizens: takes every message at once and remembers none, so that it costs next to nothing.</summary>
internal sealed class GraphStand : IAsyncDisposable
{
    private readonly WebApplication application;
    private int messages;

    private GraphStand(WhatsAppSimulatorSettings channel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        application = builder.Build();
        application.MapPost("/{version}/{number}/messages", () => Results.Json(new { messages = new[] { new { id = $"wamid.bench{Interlocked.Increment(ref messages):D9}" } } }));
        application.MapGet("/{version}/{account}/subscribed_apps", () => Results.Json(new { data = new[] { new { id = "1" } } }));
        application.MapGet("/{version}/{number}", () => Results.Json(new { id = channel.PhoneNumberId }));
    }

    /// <summary>Messages to citizens so far.</summary>
    public int Told => Volatile.Read(ref messages);

    public Uri Address => new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<GraphStand> StartAsync(WhatsAppSimulatorSettings channel, CancellationToken cancellationToken)
    {
        var graph = new GraphStand(channel);
        await graph.application.StartAsync(cancellationToken);
        return graph;
    }

    /// <summary>What the hub must know to take webhooks from here and to answer here.</summary>
    public static IReadOnlyDictionary<string, string> HubSettings(WhatsAppSimulatorSettings channel, Uri graph) => new Dictionary<string, string>
    {
        ["Channels__WhatsApp__Numbers__0__PhoneNumberId"] = channel.PhoneNumberId,
        ["Channels__WhatsApp__Numbers__0__BusinessAccountId"] = channel.BusinessAccountId,
        ["Channels__WhatsApp__GraphAddress"] = graph.AbsoluteUri,
        ["Channels__WhatsApp__AccessToken"] = channel.AccessToken,
        ["Channels__WhatsApp__AppSecrets__0"] = channel.AppSecret,
        ["Channels__WhatsApp__VerifyToken"] = channel.VerifyToken,
        ["Channels__WhatsApp__MediaHttpAllowed"] = "true",
    };

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
