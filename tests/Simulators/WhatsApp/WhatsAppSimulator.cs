using System.Text.Json.Nodes;

namespace Hub.Simulators.WhatsApp;

/// <summary>
/// Plays Meta and the citizens: takes the hub's messages by Meta's rules, sends receipts, and brings what citizens write
/// to the hub's webhook until it is taken. Knows nothing of the hub but its address.
/// </summary>
public sealed class WhatsAppSimulator : IAsyncDisposable
{
    private readonly WhatsAppSimulatorSettings settings;
    private readonly WhatsAppDeliveries deliveries;
    private readonly WhatsAppMediaShelf shelf;
    private readonly WhatsAppBodies bodies;
    private readonly WhatsAppGraph graph;
    private readonly WebApplication application;

    private WhatsAppSimulator(WhatsAppSimulatorSettings settings)
    {
        this.settings = settings;
        Faults = new FaultDial(settings.Seed, settings.Clock);
        deliveries = new WhatsAppDeliveries(settings, Ledger, Faults);
        shelf = new WhatsAppMediaShelf(settings);
        bodies = new WhatsAppBodies(settings);
        graph = new WhatsAppGraph(settings, Ledger, shelf, SendReceipts);
        application = Build();
    }

    public Uri Address => new(application.Urls.First());

    public WhatsAppSimulatorSettings Settings => settings;

    public FaultDial Faults { get; }

    public WhatsAppSimulatorLedger Ledger { get; } = new();

    /// <summary>Where the hub takes notifications.</summary>
    public Uri? HubWebhook
    {
        get => deliveries.Target;
        set => deliveries.Target = value;
    }

    public static async Task<WhatsAppSimulator> StartAsync(WhatsAppSimulatorSettings settings, CancellationToken cancellationToken)
    {
        var simulator = new WhatsAppSimulator(settings);
        await simulator.application.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>The handshake as Meta does it when an operator saves the webhook's address.</summary>
    public async Task<bool> VerifyAsync(CancellationToken cancellationToken)
    {
        const string challenge = "5827340192";
        using var http = new HttpClient();
        var address = new Uri($"{HubWebhook}?hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(settings.VerifyToken)}");
        using var response = await http.GetAsync(address, cancellationToken);

        return response.IsSuccessStatusCode && await response.Content.ReadAsStringAsync(cancellationToken) == challenge;
    }

    /// <returns>The wamid. The message is on its way; <see cref="DeliveredAsync"/> ends when the hub has it.</returns>
    public Task<string> SendTextAsync(WhatsAppCitizen from, string text, string? answersTo = null) =>
        Task.FromResult(Send(from, "text", new JsonObject { ["body"] = text }, text, answersTo));

    public Task<string> SendImageAsync(WhatsAppCitizen from, byte[] bytes, string? caption = null, string mediaType = "image/jpeg") =>
        Task.FromResult(Send(from, "image", Media(shelf.Add(bytes, mediaType), caption, null), caption ?? "(gambar)"));

    public Task<string> SendDocumentAsync(WhatsAppCitizen from, byte[] bytes, string fileName, string? caption = null) =>
        Task.FromResult(Send(from, "document", Media(shelf.Add(bytes, "application/pdf"), caption, fileName), caption ?? fileName));

    public Task<string> SendLocationAsync(WhatsAppCitizen from, double latitude, double longitude, string? name = null, string? answersTo = null) =>
        Task.FromResult(Send(from, "location", new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude, ["name"] = name }, name ?? "(lokasi)", answersTo));

    public Task<string> SendButtonReplyAsync(WhatsAppCitizen from, string id, string title, string? answersTo = null) =>
        Task.FromResult(Send(from, "interactive", new JsonObject { ["type"] = "button_reply", ["button_reply"] = new JsonObject { ["id"] = id, ["title"] = title } }, title, answersTo));

    /// <summary>Many texts in one notification of many entries, as after an outage.</summary>
    public Task<IReadOnlyList<string>> SendBatchAsync(IEnumerable<KeyValuePair<WhatsAppCitizen, string>> texts)
    {
        var written = texts.Select(text => Write(text.Key, "text", new JsonObject { ["body"] = text.Value }, text.Value, null)).ToList();
        deliveries.Add(WhatsAppWire.Bytes(bodies.Notification(written.Select(pair => pair.Value))));
        return Task.FromResult<IReadOnlyList<string>>([.. written.Select(pair => pair.Key)]);
    }

    /// <summary>How many notifications wait for the hub's 200.</summary>
    public int Pending => deliveries.Pending;

    /// <summary>A message that a citizen has written, for a load of its own making: it is remembered here and delivered by the caller.</summary>
    /// <returns>The wamid and the body to sign and send.</returns>
    public (string Wamid, byte[] Body) Compose(WhatsAppCitizen from, string text, byte[]? photo = null)
    {
        var written = photo is null
            ? Write(from, "text", new JsonObject { ["body"] = text }, text, null)
            : Write(from, "image", Media(shelf.Add(photo, "image/jpeg"), text, null), text, null);
        return (written.Key, WhatsAppWire.Bytes(bodies.Notification(written.Value)));
    }

    /// <summary>Any body, signed.</summary>
    public void SendRaw(byte[] body) => deliveries.Add(body);

    /// <summary>The next send is refused with this code.</summary>
    public void RefuseNext(int code) => graph.Refusals.Enqueue(code);

    public Task DeliveredAsync(CancellationToken cancellationToken) => deliveries.IdleAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await deliveries.DisposeAsync();
        await application.DisposeAsync();
    }

    private string Send(WhatsAppCitizen from, string kind, JsonObject content, string text, string? answersTo = null)
    {
        var written = Write(from, kind, content, text, answersTo);
        deliveries.Add(WhatsAppWire.Bytes(bodies.Notification(written.Value)));
        return written.Key;
    }

    private KeyValuePair<string, JsonObject> Write(WhatsAppCitizen from, string kind, JsonObject content, string text, string? answersTo)
    {
        var (wamid, now) = (bodies.NewWamid(from.Key), settings.Clock.GetUtcNow());
        Ledger.Add(new WhatsAppSent(now, from, wamid, kind, text));

        var message = WhatsAppBodies.Message(from, wamid, now, answersTo);
        message[kind] = content;
        message["type"] = kind;
        return KeyValuePair.Create(wamid, bodies.MessageValue(from, message));
    }

    private static JsonObject Media(WhatsAppMediaShelf.Item item, string? caption, string? fileName)
    {
        var media = new JsonObject { ["id"] = item.Id, ["mime_type"] = item.MediaType, ["sha256"] = item.Digest };
        if (caption is not null)
        {
            media["caption"] = caption;
        }

        if (fileName is not null)
        {
            media["filename"] = fileName;
        }

        return media;
    }

    private void SendReceipts(WhatsAppReceived message)
    {
        foreach (var word in settings.Receipts)
        {
            deliveries.Add(WhatsAppWire.Bytes(bodies.Notification(bodies.StatusValue(message, word, settings.Clock.GetUtcNow()))));
        }
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{settings.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();

        var app = builder.Build();
        app.UseWhen(context => WhatsAppGraph.IsCall(context.Request.Path), branch => branch.Use(next => context => Faults.InvokeAsync(context, next)));
        app.MapGet("/", () => Results.Content(WhatsAppSimulatorPage.Render(Ledger, deliveries.Pending), "text/html; charset=utf-8"));
        graph.Map(app);
        return app;
    }
}
