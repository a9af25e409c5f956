using System.Security.Cryptography;
using Hub.Simulators.Units;

namespace Hub.Simulators.Demo;

/// <summary>The hub's configuration for one demo, as environment variables. Keys are fresh for every run.</summary>
internal sealed class HubSettings
{
    private static readonly string[] WebhookUnits = ["PU-BM", "PU-CK", "PU-BPJT"];
    private static readonly string[] PullUnits = ["PU-PS", "PU-SETJEN"];
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly bool production;

    public HubSettings(Uri address, bool production)
    {
        this.production = production;
        values["Hub__Shape"] = production ? "production" : "embedded";
        values["Http__Address"] = address.GetLeftPart(UriPartial.Authority);
        values["Vault__Keys__0__Id"] = "demo";
        values["Vault__Keys__0__Secret"] = Secret();
        values["Vault__Pepper"] = Secret();
        values["Operations__Key"] = OperationsKey;
        values["UnitWebhook__AllowedPrivateHosts__0"] = "127.0.0.1";

        // A WhatsApp message whose fate is unknown is sent once more after this; the ministry waits ten minutes, a demo does not.
        values["StatusSync__UnknownWindow"] = "00:00:10";
        values["StatusSync__BlindRepeats"] = "10";
    }

    public string OperationsKey { get; } = Secret();

    public string WebhookSecret { get; } = StandardWebhook.NewSecret();

    public IReadOnlyDictionary<string, string> Values => values;

    public void Add(IReadOnlyDictionary<string, string> more)
    {
        foreach (var (name, value) in more)
        {
            values[name] = value;
        }
    }

    public void Store(string connection) => values[production ? "Store__ConnectionString" : "Store__File"] = connection;

    public void Broker(Uri address) => values["Broker__Address"] = address.AbsoluteUri;

    /// <summary>Says how reports reach the units: some by webhook, the others ask; where there is a broker, most listen to it.</summary>
    public void Deliver(Func<string, Uri> webhookOf)
    {
        foreach (var unit in WebhookUnits)
        {
            values[$"Units__Deliveries__{unit}__Via"] = "webhook";
            values[$"Units__Deliveries__{unit}__Address"] = webhookOf(unit).AbsoluteUri;
            values[$"Units__Deliveries__{unit}__Secret"] = WebhookSecret;
        }

        if (!production)
        {
            return;
        }

        values["Units__Default"] = "queue";
        foreach (var unit in PullUnits)
        {
            values[$"Units__Deliveries__{unit}__Via"] = "pull";
        }
    }

    public UnitWay WayTo(string unit) => unit switch
    {
        _ when WebhookUnits.Contains(unit) => UnitWay.Webhook,
        _ when production && !PullUnits.Contains(unit) => UnitWay.Queue,
        _ => UnitWay.Pull,
    };

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
