using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Sp4nLapor;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>The production shape on real servers, with the three channels played, and everything a test needs to look into it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>What a citizen writes who means a unit of the ministry beyond doubt.</summary>
    public const string Toll = "Jalan tol Cipularang berlubang besar di KM 92 arah Bandung, membahayakan pengendara.";

    public const string OperationsKey = "kunci-operasi-untuk-uji-integrasi-0001";

    private readonly string folder = ServerFolder.Create();
    private readonly List<HubProcess> hubs = [];

    private Scene(string database, Uri broker) => (Database, Broker) = (database, broker);

    public string Database { get; }

    public Uri Broker { get; }

    public WhatsAppSimulator WhatsApp { get; private set; } = null!;

    public ContactCenter158Simulator ContactCenter { get; private set; } = null!;

    public Sp4nLaporSimulator Lapor { get; private set; } = null!;

    /// <summary>What every hub of this scene shares.</summary>
    public JsonObject Settings { get; private set; } = null!;

    public string Logs => string.Join('\n', hubs.Select(hub => hub.Output));

    public static async Task<Scene> StartAsync(string database, Uri broker, CancellationToken cancellationToken)
    {
        var scene = new Scene(database, broker)
        {
            WhatsApp = await WhatsAppSimulator.StartAsync(new WhatsAppSimulatorSettings { FirstRetry = TimeSpan.FromMilliseconds(200), LongestRetry = TimeSpan.FromSeconds(1) }, cancellationToken),
            ContactCenter = await ContactCenter158Simulator.StartAsync(new ContactCenter158SimulatorSettings(), new FaultDial(1, TimeProvider.System), TimeProvider.System, cancellationToken),
            Lapor = await Sp4nLaporSimulator.StartAsync(new Sp4nLaporSetup(TimeProvider.System), cancellationToken),
        };
        scene.Settings = scene.Configure();
        var migrated = await HubProcess.RunAsync(["migrate", "--config", scene.Write(FreePort.NextEndPoint().Port, null)], cancellationToken);
        return migrated.Code == 0 ? scene : throw new InvalidOperationException(migrated.Complaint + migrated.Output);
    }

    /// <param name="roles">Connectors, Router or null for both; the channels' webhooks lead to the last hub that stands next to channels.</param>
    public async Task<HubProcess> StartHubAsync(string? roles, CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        var address = new Uri($"http://127.0.0.1:{port}");
        var hub = await HubProcess.StartAsync(Write(port, roles), address, cancellationToken);
        hubs.Add(hub);
        if (roles is not "Router")
        {
            WhatsApp.HubWebhook = new Uri(address, "/webhooks/whatsapp");
            ContactCenter.HubWebhook = new Uri(address, "/webhooks/cc158");
        }

        return hub;
    }

    public static HttpClient Operations(HubProcess hub) => new()
    {
        BaseAddress = hub.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", OperationsKey) },
    };

    /// <summary>All reports as operations staff see them.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ReportsAsync(HubProcess hub, CancellationToken cancellationToken)
    {
        using var http = Operations(hub);
        using var page = JsonDocument.Parse(await http.GetStringAsync("/operations/reports?limit=1000", cancellationToken));
        return [.. page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.Clone())];
    }

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new Npgsql.NpgsqlConnection(Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>First column of every row, as text; for the words of a failing test too.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new Npgsql.NpgsqlConnection(Database);
        await connection.OpenAsync(cancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <returns>The path of a configuration file of its own.</returns>
    public string Write(int port, string? roles)
    {
        var settings = (JsonObject)Settings.DeepClone();
        settings["Http"] = new JsonObject { ["Address"] = $"http://127.0.0.1:{port}" };
        if (roles is not null)
        {
            settings["Hub"]!["Roles"] = new JsonArray(roles);
        }

        var path = Path.Combine(folder, $"hub-{port}.json");
        File.WriteAllText(path, settings.ToJsonString());
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result is TestResult.Failed)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', Logs.Split('\n').TakeLast(40)));
        }

        foreach (var hub in hubs)
        {
            await hub.DisposeAsync();
        }

        await WhatsApp.DisposeAsync();
        await ContactCenter.DisposeAsync();
        await Lapor.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private JsonObject Configure() => new()
    {
        ["Hub"] = new JsonObject { ["Shape"] = "Production" },
        ["Store"] = new JsonObject { ["ConnectionString"] = Database },
        [nameof(Broker)] = new JsonObject { ["Address"] = Broker.AbsoluteUri },
        ["Vault"] = new JsonObject { ["Keys"] = new JsonArray(new JsonObject { ["Id"] = "uji-1", ["Secret"] = Random() }), ["Pepper"] = Random() },
        ["Operations"] = new JsonObject { ["Key"] = OperationsKey },
        ["Units"] = new JsonObject { ["Default"] = "Queue" },

        // Every webhook is answered 200 also where a commit takes long.
        ["Intake"] = new JsonObject { ["LongestWait"] = "00:00:30" },
        ["StatusSync"] = new JsonObject { ["FirstPause"] = "00:00:00.5", ["UnknownWindow"] = "00:00:20" },
        ["Channels"] = new JsonObject
        {
            [nameof(WhatsApp)] = new JsonObject
            {
                ["Numbers"] = new JsonArray(new JsonObject { ["PhoneNumberId"] = WhatsApp.Settings.PhoneNumberId }),
                ["GraphAddress"] = WhatsApp.Address.AbsoluteUri,
                ["AccessToken"] = WhatsApp.Settings.AccessToken,
                ["AppSecrets"] = new JsonArray(WhatsApp.Settings.AppSecret),
                ["VerifyToken"] = WhatsApp.Settings.VerifyToken,
                ["MediaHttpAllowed"] = true,
            },
            ["ContactCenter158"] = new JsonObject
            {
                ["BaseAddress"] = ContactCenter.Address.AbsoluteUri,
                ["AccessToken"] = ContactCenter.Settings.AccessToken,
                ["PollInterval"] = "00:00:01",
                ["SlowPollInterval"] = "00:00:01",
                ["WebhookSecrets"] = new JsonArray(ContactCenter.Settings.WebhookSecret),
            },
            ["Sp4nLapor"] = new JsonObject
            {
                ["Mode"] = "Api",
                ["AgencyId"] = Lapor.Setup.AgencyId,
                ["BaseAddress"] = Lapor.Address.AbsoluteUri,
                ["ApiKey"] = Lapor.Setup.ApiKey,
                ["PollInterval"] = "00:00:01",
            },
        },
    };

    private static string Random() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
