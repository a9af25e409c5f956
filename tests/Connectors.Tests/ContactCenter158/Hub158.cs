using System.Net;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.ContactCenter158;

/// <summary>A web host with this one channel in it, on a port of this machine, as the hub would run it.</summary>
internal sealed class Hub158 : IAsyncDisposable, IPollSignal
{
    private readonly WebApplication application;
    private readonly TaskCompletionSource<string> woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int wakeUps;

    private Hub158(TimeProvider clock, Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(one => KeyValuePair.Create($"{ContactCenter158Options.Section}:{one.Key}", one.Value)));
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IPollSignal>(this);
        builder.Services.AddContactCenter158(builder.Configuration);
        application = builder.Build();
        application.MapContactCenter158();
    }

    public CapturedLogs Logs { get; } = new();

    public IServiceProvider Services => application.Services;

    public Uri Webhook { get; private set; } = null!;

    public int WakeUps => wakeUps;

    /// <summary>The channel that was woken first.</summary>
    public Task<string> Woken => woken.Task;

    public static async Task<Hub158> StartAsync(TimeProvider clock, Dictionary<string, string?> settings)
    {
        var hub = new Hub158(clock, settings);
        await hub.application.StartAsync(TestContext.Current.CancellationToken);
        var address = hub.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        hub.Webhook = new Uri(new Uri(address), ContactCenter158Options.WebhookRoute);
        return hub;
    }

    public void Wake(string channel)
    {
        Interlocked.Increment(ref wakeUps);
        woken.TrySetResult(channel);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
