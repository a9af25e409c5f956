using System.Net;
using Hub.Conformance;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.Conformance;

/// <summary>A connector registered as in production, with the kit's gate in the place of its wire.</summary>
internal sealed class ConnectorHost : IAsyncDisposable
{
    private readonly Stage stage;
    private readonly Dictionary<string, string?> settings;
    private readonly List<WebApplication> hosts = [];
    private HttpClient? door;

    public ConnectorHost(Stage stage, Dictionary<string, string?> settings)
    {
        (this.stage, this.settings) = (stage, settings);
        Services = Build().Services;
    }

    public IServiceProvider Services { get; }

    /// <summary>The parts again, without any memory of the first ones.</summary>
    public IServiceProvider Restart() => Build().Services;

    public T The<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Readers of channels that are off are registered too, so a reader is asked for by its channel.</summary>
    public IReportNormaliser Reader(string channel) => Services.GetServices<IReportNormaliser>().Single(reader => reader.Channel == channel);

    public bool Has<T>() => Services.GetService<T>() is not null;

    public async Task<int> KnockAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (door is null)
        {
            await hosts[0].StartAsync(cancellationToken);
            door = new HttpClient { BaseAddress = new Uri(hosts[0].Urls.First()) };
        }

        request.RequestUri = new Uri(door.BaseAddress!, request.RequestUri!.PathAndQuery);
        using var response = await door.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        door?.Dispose();
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddProvider(stage.Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<TimeProvider>(stage.Clock);
        builder.Services.AddSingleton<IChannelInbox>(stage.Inbox);
        builder.Services.AddSingleton<IPollSignal>(stage.Inbox);
        builder.Services.AddConnectors(builder.Configuration);
        builder.Services.ConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = new Passage(stage.Gate)));

        var host = builder.Build();
        host.MapConnectorWebhooks();
        hosts.Add(host);
        return host;
    }

    /// <summary>Each client owns its last handler; the gate belongs to the bench.</summary>
    private sealed class Passage(Gate gate) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker invoker = new(gate, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => invoker.SendAsync(request, cancellationToken);
    }
}
