using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Simulators.WhatsApp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>A host with nothing but the WhatsApp channel, on a free port, registered as in production.</summary>
internal sealed class WhatsAppHub : IAsyncDisposable
{
    public const string Secret = "contoh-app-secret-123";
    public const string OldSecret = "contoh-app-secret-lama";
    public const string VerifyToken = "token-verifikasi-contoh";
    public const string Number = "110000000000158";
    public const string Account = "220000000000158";

    private readonly WebApplication application;

    private WhatsAppHub(WebApplication application, InMemoryInbox inbox, CapturedLog log) => (this.application, Inbox, Log) = (application, inbox, log);

    public InMemoryInbox Inbox { get; }

    public CapturedLog Log { get; }

    public HttpClient Http { get; } = new();

    public Uri Webhook => new(application.Urls.First() + "/webhooks/whatsapp");

    public IStatusSink Sink => application.Services.GetRequiredService<IStatusSink>();

    public IAttachmentSource Attachments => application.Services.GetRequiredService<IAttachmentSource>();

    public IChannelProbe Probe => application.Services.GetRequiredService<IChannelProbe>();

    public IReportNormaliser Normaliser => application.Services.GetRequiredService<IReportNormaliser>();

    public static Dictionary<string, string?> Settings() => new()
    {
        ["Channels:WhatsApp:Numbers:0:PhoneNumberId"] = Number,
        ["Channels:WhatsApp:Numbers:0:BusinessAccountId"] = Account,
        ["Channels:WhatsApp:AccessToken"] = "token-akses-contoh",
        ["Channels:WhatsApp:AppSecrets:0"] = Secret,
        ["Channels:WhatsApp:AppSecrets:1"] = OldSecret,
        ["Channels:WhatsApp:VerifyToken"] = VerifyToken,
    };

    public static Dictionary<string, string?> SettingsFor(WhatsAppSimulator simulator) => new(Settings())
    {
        ["Channels:WhatsApp:GraphAddress"] = simulator.Address.ToString(),
        ["Channels:WhatsApp:MediaHttpAllowed"] = "true",
        ["Channels:WhatsApp:AccessToken"] = simulator.Settings.AccessToken,
        ["Channels:WhatsApp:AppSecrets:0"] = simulator.Settings.AppSecret,
        ["Channels:WhatsApp:VerifyToken"] = simulator.Settings.VerifyToken,
        ["Channels:WhatsApp:AttemptTimeout"] = "00:00:10",
    };

    public static async Task<WhatsAppHub> StartAsync(Dictionary<string, string?>? settings = null, TimeProvider? clock = null)
    {
        var (inbox, log) = (new InMemoryInbox(), new CapturedLog());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings ?? Settings());
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<IChannelInbox>(inbox);
        builder.Services.AddConnectors(builder.Configuration);

        var application = builder.Build();
        application.MapConnectorWebhooks();
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new WhatsAppHub(application, inbox, log);
    }

    public async Task<HttpResponseMessage> PostAsync(byte[] body, params string[] signatures)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Webhook) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", signatures);
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> PostSignedAsync(byte[] body) => PostAsync(body, WhatsAppWire.Signature(Secret, body));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await application.DisposeAsync();
    }
}

/// <summary>Keeps what it is given; a body it has is a twin.</summary>
internal sealed class InMemoryInbox : IChannelInbox
{
    private readonly ConcurrentDictionary<string, RawItem> items = [];
    private readonly TaskCompletionSource refusedTwice = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int refusals;

    public bool Closed { get; set; }

    public IReadOnlyCollection<RawItem> Items => [.. items.Values];

    public Task RefusedTwiceAsync(CancellationToken cancellationToken) => refusedTwice.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public Task<Stored> StoreAsync(RawItem item, CancellationToken cancellationToken)
    {
        if (!Closed)
        {
            return Task.FromResult(items.TryAdd(Convert.ToBase64String(item.Body.Span), item) ? Stored.Yes : Stored.Twin);
        }

        if (Interlocked.Increment(ref refusals) is 2)
        {
            refusedTwice.SetResult();
        }

        return Task.FromResult(Stored.No);
    }
}

/// <summary>Every log line of every category, down to the finest level.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = [];

    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        lines.Enqueue(state.ToString() ?? string.Empty);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
