using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Router.Units;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Worker.Tests.Host;

/// <summary>The real hub in its embedded shape, with the WhatsApp channel played by the simulator, over real HTTP.</summary>
internal sealed class EmbeddedHub : IAsyncDisposable
{
    public const string Toll = "Jalan tol Cipularang berlubang besar di KM 92 arah Bandung, membahayakan pengendara.";

    private readonly IDisposable? only;

    private EmbeddedHub(string folder, WebApplication app, WhatsAppSimulator whatsApp, IDisposable? only)
    {
        (Folder, App, WhatsApp, this.only) = (folder, app, whatsApp, only);
        Address = new Uri(app.Urls.First());
        Http = new HttpClient { BaseAddress = Address };
        var secrets = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "hub.secrets.json")))!;
        Operations = new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", (string)secrets[nameof(Operations)]!["Key"]!) } };
    }

    public string Folder { get; }

    public string Configuration => Path.Combine(Folder, "hub.json");

    public string Store => Path.Combine(Folder, "hub.db");

    public WebApplication App { get; }

    public WhatsAppSimulator WhatsApp { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public HttpClient Operations { get; }

    /// <param name="more">Further settings.</param>
    public static async Task<EmbeddedHub> StartAsync(CancellationToken cancellationToken, Action<JsonObject>? more = null)
    {
        var folder = ServerFolder.Create();
        var whatsApp = await WhatsAppSimulator.StartAsync(
            new WhatsAppSimulatorSettings { FirstRetry = TimeSpan.FromMilliseconds(100), LongestRetry = TimeSpan.FromMilliseconds(500) }, cancellationToken);
        var file = Path.Combine(folder, "hub.json");
        var settings = Settings(folder, whatsApp);
        more?.Invoke(settings);
        await File.WriteAllTextAsync(file, settings.ToJsonString(), cancellationToken);

        var app = HubHost.BuildService(HubSettings.Read(file));
        var only = await HubStart.PrepareAsync(app.Services, cancellationToken);
        await app.StartAsync(cancellationToken);
        var hub = new EmbeddedHub(folder, app, whatsApp, only);
        whatsApp.HubWebhook = new Uri(hub.Address, "/webhooks/whatsapp");
        await Eventually.TrueAsync("ready", async () => (await hub.GetAsync("/health/ready", cancellationToken)).Code is HttpStatusCode.OK, cancellationToken);
        return hub;
    }

    public static JsonObject Settings(string folder, WhatsAppSimulator whatsApp) => new()
    {
        ["Hub"] = new JsonObject { ["Shape"] = "Embedded" },
        [nameof(Store)] = new JsonObject { ["File"] = Path.Combine(folder, "hub.db") },
        [nameof(Http)] = new JsonObject { [nameof(Address)] = "http://127.0.0.1:0" },
        ["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "None", ["Microsoft"] = "None", ["Quartz"] = "None", ["MassTransit"] = "None" } },
        ["Channels"] = new JsonObject
        {
            [nameof(WhatsApp)] = new JsonObject
            {
                ["Numbers"] = new JsonArray(new JsonObject { ["PhoneNumberId"] = whatsApp.Settings.PhoneNumberId }),
                ["GraphAddress"] = whatsApp.Address.AbsoluteUri,
                ["AccessToken"] = whatsApp.Settings.AccessToken,
                ["AppSecrets"] = new JsonArray(whatsApp.Settings.AppSecret),
                ["VerifyToken"] = whatsApp.Settings.VerifyToken,
                ["MediaHttpAllowed"] = true,
            },
        },
    };

    /// <summary>Meta's call with a body of our own.</summary>
    public async Task<HttpStatusCode> PostAsync(byte[] body, string? signature, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null)
        {
            request.Headers.Add("X-Hub-Signature-256", signature);
        }

        using var answer = await Http.SendAsync(request, cancellationToken);
        return answer.StatusCode;
    }

    public string Sign(byte[] body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WhatsApp.Settings.AppSecret), body));

    /// <summary>One text message as Meta writes it.</summary>
    public byte[] Message(string wamid, string phone, string text) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        @object = "whatsapp_business_account",
        entry = new[]
        {
            new
            {
                id = WhatsApp.Settings.BusinessAccountId,
                changes = new[]
                {
                    new
                    {
                        field = "messages",
                        value = new
                        {
                            messaging_product = "whatsapp",
                            metadata = new { display_phone_number = WhatsApp.Settings.DisplayNumber, phone_number_id = WhatsApp.Settings.PhoneNumberId },
                            contacts = new[] { new { profile = new { name = "Warga Uji" }, wa_id = phone } },
                            messages = new[] { new { from = phone, id = wamid, timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), type = "text", text = new { body = text } } },
                        },
                    },
                },
            },
        },
    });

    /// <summary>The whole picture, which needs the operations key.</summary>
    public Task<(HttpStatusCode Code, JsonElement Body)> HealthAsync(CancellationToken cancellationToken) => GetAsync(Operations, "/health", cancellationToken);

    public Task<(HttpStatusCode Code, JsonElement Body)> GetAsync(string path, CancellationToken cancellationToken) => GetAsync(Http, path, cancellationToken);

    public static async Task<(HttpStatusCode Code, JsonElement Body)> GetAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(path, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public async Task<IReadOnlyList<JsonElement>> ReportsAsync(CancellationToken cancellationToken) =>
        [.. (await GetAsync(Operations, "/operations/reports", cancellationToken)).Body.GetProperty("items").EnumerateArray()];

    /// <summary>A key of a unit that may do everything, or what is said.</summary>
    public Task<string> IssueKeyAsync(string unit, CancellationToken cancellationToken, params string[] scopes) =>
        App.Services.GetRequiredService<UnitKeyDesk>().IssueAsync(new UnitKeyWish(unit, scopes is [] ? UnitScopes.All : scopes, null), ("uji", "uji"), cancellationToken);

    /// <summary>A report that a unit has.</summary>
    public async Task<JsonElement> AssignedAsync(string phone, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var before = (await ReportsAsync(cancellationToken)).Count;
        await WhatsApp.SendTextAsync(new WhatsAppCitizen(phone, "Warga Uji"), Toll);
        var found = await Eventually.FindAsync(
            "an assigned report",
            async () => await ReportsAsync(cancellationToken) is { } reports && reports.Count > before && reports[^1].TryGetProperty("unit", out _) ? reports : null,
            cancellationToken,
            patience);
        return found[^1];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Operations.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        only?.Dispose();
        await WhatsApp.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
