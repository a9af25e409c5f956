using System.Security.Cryptography;
using System.Text;
using Hub.Simulators.WhatsApp;

namespace Hub.Simulators.Demo;

/// <summary>WhatsApp in the demo: each report comes from a phone of its own, and its citizen reads what comes back.</summary>
internal sealed class WhatsAppDesk(WhatsAppSimulator simulator, DemoPeople people) : IDemoChannel
{
    private const string Operation = "hub:";

    public string Name => "whatsapp";

    public Uri Page => simulator.Address;

    public IReadOnlyDictionary<string, string> HubSettings => new Dictionary<string, string>
    {
        ["Channels__WhatsApp__Numbers__0__PhoneNumberId"] = simulator.Settings.PhoneNumberId,
        ["Channels__WhatsApp__Numbers__0__BusinessAccountId"] = simulator.Settings.BusinessAccountId,
        ["Channels__WhatsApp__GraphAddress"] = simulator.Address.AbsoluteUri,
        ["Channels__WhatsApp__AccessToken"] = simulator.Settings.AccessToken,
        ["Channels__WhatsApp__AppSecrets__0"] = simulator.Settings.AppSecret,
        ["Channels__WhatsApp__VerifyToken"] = simulator.Settings.VerifyToken,
        ["Channels__WhatsApp__AttemptTimeout"] = "00:00:03",
        ["Channels__WhatsApp__MediaHttpAllowed"] = "true",
    };

    public async Task ConnectAsync(Uri hub, CancellationToken cancellationToken)
    {
        simulator.HubWebhook = new Uri(hub, "/webhooks/whatsapp");
        if (!await simulator.VerifyAsync(cancellationToken))
        {
            throw new InvalidOperationException("The hub did not pass Meta's handshake.");
        }
    }

    public async Task<SentReport> SendAsync(DemoReport report, CancellationToken cancellationToken)
    {
        var citizen = CitizenOf(report);
        var words = report.LocationHint.Length == 0 ? report.Text : $"{report.Text}\n({report.LocationHint})";
        var wamid = report.Kind switch
        {
            "image" => await simulator.SendImageAsync(citizen, DemoPeople.Picture.ToArray(), words, "image/png"),
            "document" => await simulator.SendDocumentAsync(citizen, DemoPeople.Letter.ToArray(), "surat.pdf", words),
            _ => await simulator.SendTextAsync(citizen, words),
        };
        return new SentReport(report, ExternalId(wamid), citizen.Key) { ChannelReference = wamid };
    }

    public Task AddAsync(SentReport sent, CancellationToken cancellationToken)
    {
        if (sent.Report.Kind is "location")
        {
            var (latitude, longitude) = people.PointOf(sent.Report);
            return simulator.SendLocationAsync(CitizenOf(sent.Report), latitude, longitude, "Lokasi kejadian", sent.ChannelReference);
        }

        return simulator.SendTextAsync(CitizenOf(sent.Report), DemoWords.More, sent.ChannelReference);
    }

    /// <summary>A person answers the question itself, as the application offers it.</summary>
    public Task AnswerAsync(SentReport sent, string question, CancellationToken cancellationToken)
    {
        var asked = simulator.Ledger.Received.LastOrDefault(message => message.To.TrimStart('+') == sent.Handle && message.Text.Contains(question, StringComparison.Ordinal));
        return simulator.SendTextAsync(CitizenOf(sent.Report), DemoWords.Answer, asked?.Wamid ?? sent.ChannelReference);
    }

    public IReadOnlyList<LedgerEntry> Ledger() =>
    [
        .. simulator.Ledger.Received.Select(message => new LedgerEntry(
            Name, message.To.TrimStart('+'), OperationOf(message.OperationId), message.Text, message.Text.Contains("bukan kewenangan", StringComparison.OrdinalIgnoreCase))),
    ];

    public ValueTask DisposeAsync() => simulator.DisposeAsync();

    private WhatsAppCitizen CitizenOf(DemoReport report) => new(people.PhoneOf(report), people.NameOf(report));

    // What the hub must call the message, worked out from Meta's ids alone.
    private string ExternalId(string wamid) =>
        $"wa-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{simulator.Settings.PhoneNumberId}:{wamid}")))[..24]}";

    private static Guid? OperationOf(string? written) =>
        written is not null && written.StartsWith(Operation, StringComparison.Ordinal) && Guid.TryParse(written.AsSpan(Operation.Length), out var id) ? id : null;
}
