using Hub.Simulators.ContactCenter158;

namespace Hub.Simulators.Demo;

/// <summary>Contact Center 158 in the demo: citizens ring, an agent types.</summary>
internal sealed class ContactCenterDesk(ContactCenter158Simulator simulator, DemoPeople people) : IDemoChannel
{
    public string Name => "cc158";

    public Uri Page => simulator.Address;

    public IReadOnlyDictionary<string, string> HubSettings => new Dictionary<string, string>
    {
        ["Channels__ContactCenter158__BaseAddress"] = simulator.Address.AbsoluteUri,
        ["Channels__ContactCenter158__AccessToken"] = simulator.Settings.AccessToken,
        ["Channels__ContactCenter158__WebhookSecrets__0"] = simulator.Settings.WebhookSecret,
        ["Channels__ContactCenter158__PollInterval"] = "00:00:00.500",
        ["Channels__ContactCenter158__SlowPollInterval"] = "00:00:00.500",
        ["Channels__ContactCenter158__AttemptTimeout"] = "00:00:03",
    };

    public Task ConnectAsync(Uri hub, CancellationToken cancellationToken)
    {
        simulator.HubWebhook = new Uri(hub, "/webhooks/cc158");
        return Task.CompletedTask;
    }

    public Task<SentReport> SendAsync(DemoReport report, CancellationToken cancellationToken)
    {
        var ticket = simulator.AddTicket(new TicketDraft(DemoPeople.SubjectOf(report), report.Text)
        {
            Caller = report.Anonymous ? new Caller(Anonymous: true) : new Caller(people.NameOf(report), $"+{people.PhoneOf(report)}"),
            Category = new Code("UMUM", "Umum"),
            Location = PlaceOf(report),
            Files = FilesOf(report),
        });
        return Task.FromResult(new SentReport(report, ticket.TicketNo, ticket.TicketNo));
    }

    public Task AddAsync(SentReport sent, CancellationToken cancellationToken)
    {
        simulator.AddCallerReply(sent.Handle, DemoWords.More);
        return Task.CompletedTask;
    }

    public Task AnswerAsync(SentReport sent, string question, CancellationToken cancellationToken)
    {
        simulator.AddCallerReply(sent.Handle, DemoWords.Answer);
        return Task.CompletedTask;
    }

    public IReadOnlyList<LedgerEntry> Ledger() =>
    [
        .. simulator.Statuses.Where(status => !status.IsReplay).OrderBy(status => status.Order).Select(status =>
            new LedgerEntry(Name, status.TicketNo, Guid.TryParse(status.UpdateId, out var id) ? id : null, status.PublicNote, status.Status is "rejected")),
    ];

    public ValueTask DisposeAsync() => simulator.DisposeAsync();

    private Location? PlaceOf(DemoReport report)
    {
        var text = report.LocationHint.Length == 0 ? null : report.LocationHint;
        if (report.Kind is not "location")
        {
            return text is null ? null : new Location(text);
        }

        var (latitude, longitude) = people.PointOf(report);
        return new Location(text, null, latitude, longitude);
    }

    private static IReadOnlyList<TicketFile> FilesOf(DemoReport report) => report.Kind switch
    {
        "image" => [new TicketFile("foto.png", "image/png", DemoPeople.Picture)],
        "document" => [new TicketFile("surat.pdf", "application/pdf", DemoPeople.Letter)],
        _ => [],
    };
}
