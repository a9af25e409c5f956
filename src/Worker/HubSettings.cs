using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Worker.Broker;
using Hub.Worker.Config;

namespace Hub.Worker;

/// <summary>
/// Where settings come from, the strongest first: environment, systemd credentials, the configuration file, and for the
/// embedded shape the secrets that its first start made beside the store.
/// </summary>
internal sealed class HubSettings
{
    private static readonly string[] Sections =
    [
        HubOptions.Section, StoreOptions.Section, BrokerOptions.Section, HttpOptions.Section, OperationsOptions.Section, RoutingOptions.Section,
        "Vault", "Intake", "Silence", "Retention", "Units", "UnitWebhook", "StatusSync", "Reconciliation", "Figures", TelemetryOptions.Section, "Logging",
    ];

    private readonly string? file;
    private readonly string? localSecrets;

    private HubSettings(string? file, string? localSecrets, string address)
    {
        this.file = file;
        this.localSecrets = localSecrets;
        Address = address;
    }

    public string Address { get; }

    /// <param name="file">The configuration file that was asked for; without one hub.json in the working folder, if it is there.</param>
    /// <exception cref="SettingsException">The file is missing or not JSON.</exception>
    public static HubSettings Read(string? file)
    {
        if (file is not null && !File.Exists(file))
        {
            throw new SettingsException($"The configuration file {file} does not exist.");
        }

        var path = file ?? (File.Exists("hub.json") ? "hub.json" : null);
        var configuration = Build(path, null);
        var shape = configuration[$"{HubOptions.Section}:Shape"];
        var embedded = shape is null || shape.Equals(nameof(HubShape.Embedded), StringComparison.OrdinalIgnoreCase);
        var secrets = embedded ? Secrets(configuration) : null;
        return new HubSettings(path, secrets, configuration[$"{HttpOptions.Section}:Address"] ?? new HttpOptions().Address.ToString());
    }

    /// <summary>Sections of the configuration file that nobody reads: a misspelt one would be silence. The environment holds names that are not ours.</summary>
    public IEnumerable<string> Strangers()
    {
        var own = new ConfigurationBuilder();
        if (file is not null)
        {
            own.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        var known = Sections.Concat(ConnectorRegistration.Sections).ToList();
        var written = own.Build();
        return written.GetChildren().Where(section => !IsSection("Channels", section.Key)).Concat(written.GetSection("Channels").GetChildren())
            .Where(section => !known.Exists(name => IsSection(name, section.Path)))
            .Select(section => $"{section.Path} is not a section of the configuration; known: {string.Join(", ", known)}.");
    }

    public void AddTo(IConfigurationBuilder builder) => Sources(builder, file, localSecrets);

    private static IConfigurationRoot Build(string? file, string? secrets)
    {
        var builder = new ConfigurationBuilder();
        Sources(builder, file, secrets);
        try
        {
            return builder.Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException)
        {
            throw new SettingsException($"The configuration file {file} is not valid JSON: {fault.InnerException?.Message ?? fault.Message}");
        }
    }

    private static void Sources(IConfigurationBuilder builder, string? file, string? secrets)
    {
        if (secrets is not null)
        {
            builder.AddJsonFile(Path.GetFullPath(secrets), optional: false);
        }

        if (file is not null)
        {
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        // systemd's LoadCredential: one file a secret, named as the setting with __ for the colon.
        if (Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials)
        {
            builder.AddKeyPerFile(credentials, optional: true);
        }

        builder.AddEnvironmentVariables();
    }

    /// <summary>An embedded hub without configured secrets makes its own once; a store without its secrets is refused, since its rows would be lost.</summary>
    private static string? Secrets(IConfiguration configuration)
    {
        var hasVault = configuration.GetSection("Vault").Exists();
        var hasKey = configuration.GetSection(OperationsOptions.Section).Exists();
        if (hasVault && hasKey)
        {
            return null;
        }

        var store = Path.GetFullPath(configuration[$"{StoreOptions.Section}:File"] ?? new StoreOptions().File);
        var path = Path.Combine(Path.GetDirectoryName(store)!, "hub.secrets.json");
        if (File.Exists(path))
        {
            return path;
        }

        if (!hasVault && File.Exists(store))
        {
            throw new SettingsException($"{store} exists, but its keys do not: put hub.secrets.json back beside it or configure Vault:Keys and Vault:Pepper.");
        }

        Write(path);
        return path;
    }

    private static void Write(string path)
    {
        var secrets = new JsonObject
        {
            ["Vault"] = new JsonObject
            {
                ["Keys"] = new JsonArray(new JsonObject { ["Id"] = "local-1", ["Secret"] = Random() }),
                ["Pepper"] = Random(),
            },
            [OperationsOptions.Section] = new JsonObject { ["Key"] = Random() },
        };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        secrets.WriteTo(writer);
        writer.Flush();
        stream.Flush(flushToDisk: true);
    }

    private static bool IsSection(string name, string path) => name.Equals(path, StringComparison.OrdinalIgnoreCase);

    private static string Random() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}

/// <summary>The settings cannot be used; the message says what to do.</summary>
internal sealed class SettingsException(string message) : Exception(message);
