using Hub.Simulators.Sp4nLapor;

namespace Hub.Simulators.Demo;

/// <summary>SP4N-LAPOR! in the demo: citizens fill in the form, Admin Nasional has disposed it to the ministry.</summary>
internal sealed class LaporDesk(Sp4nLaporSimulator simulator, DemoPeople people) : IDemoChannel
{
    private const string Operation = "hub:";

    public string Name => "sp4n";

    public Uri Page => simulator.Address;

    public IReadOnlyDictionary<string, string> HubSettings => new Dictionary<string, string>
    {
        ["Channels__Sp4nLapor__Mode"] = "Api",
        ["Channels__Sp4nLapor__AgencyId"] = simulator.Setup.AgencyId,
        ["Channels__Sp4nLapor__BaseAddress"] = simulator.Address.AbsoluteUri,
        ["Channels__Sp4nLapor__ApiKey"] = simulator.Setup.ApiKey,
        ["Channels__Sp4nLapor__PollInterval"] = "00:00:01",
        ["Channels__Sp4nLapor__AttemptTimeout"] = "00:00:03",
    };

    /// <summary>The hub asks; nothing is to be told.</summary>
    public Task ConnectAsync(Uri hub, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<SentReport> SendAsync(DemoReport report, CancellationToken cancellationToken)
    {
        string[] place = [.. report.LocationHint.Split(',', StringSplitOptions.TrimEntries)];
        var point = report.Kind is "location" ? people.PointOf(report) : ((double Latitude, double Longitude)?)null;
        var trackingId = simulator.Desk.AddReport(new Sp4nLaporSubmission(DemoPeople.SubjectOf(report), report.Text)
        {
            Anonymous = report.Anonymous,
            Secret = report.Secret,
            CategoryParent = "Topik Lainnya",
            Category = "Topik Lainnya",
            Regency = place[0],
            Province = place[^1],
            Latitude = point?.Latitude,
            Longitude = point?.Longitude,
            ReporterName = people.NameOf(report),
            ReporterPhone = $"+{people.PhoneOf(report)}",
            ReporterEmail = $"warga{people.PhoneOf(report)[^4..]}@contoh.id",
            Attachments = report.Kind switch { "image" => ["foto.png"], "document" => ["surat.pdf"], _ => [] },
        });
        return Task.FromResult(new SentReport(report, trackingId, trackingId));
    }

    public Task AddAsync(SentReport sent, CancellationToken cancellationToken)
    {
        simulator.Desk.ReporterReplies(sent.Handle, DemoWords.More);
        return Task.CompletedTask;
    }

    public Task AnswerAsync(SentReport sent, string question, CancellationToken cancellationToken)
    {
        simulator.Desk.ReporterReplies(sent.Handle, DemoWords.Answer);
        return Task.CompletedTask;
    }

    public IReadOnlyList<LedgerEntry> Ledger() =>
    [
        .. simulator.Desk.Writes.Where(write => write is { Answer: 201, Repeat: false }).Select(write =>
            new LedgerEntry(Name, write.TrackingId, OperationOf(write.OperationId), write.Note, write.Kind is "not_authority")),
    ];

    public ValueTask DisposeAsync() => simulator.DisposeAsync();

    private static Guid? OperationOf(string written) =>
        written.StartsWith(Operation, StringComparison.Ordinal) && Guid.TryParse(written.AsSpan(Operation.Length), out var id) ? id : null;
}
