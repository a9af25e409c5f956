namespace Hub.Simulators.Sp4nLapor;

/// <summary>What a citizen wrote and how LAPOR! filed it.</summary>
public sealed record Sp4nLaporSubmission(string Title, string Content)
{
    public string Classification { get; init; } = "Pengaduan tidak berkadar pengawasan";

    public string CategoryParent { get; init; } = "Pekerjaan Umum dan\u00A0Penataan Ruang";

    public string Category { get; init; } = "Jalan";

    public bool Anonymous { get; init; }

    public bool Secret { get; init; }

    public string Source { get; init; } = "Website";

    public string Province { get; init; } = "Jawa Barat";

    public string Regency { get; init; } = "Kabupaten Bandung";

    public string? District { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public string ReporterName { get; init; } = "Warga Contoh";

    public string ReporterPhone { get; init; } = "0811-0000-0001";

    public string ReporterEmail { get; init; } = "warga@contoh.test";

    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>The number to give it; the simulator counts on when it is null.</summary>
    public string? TrackingId { get; init; }

    /// <summary>The change time of a row that was committed late; now when it is null.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>A report as the simulated LAPOR! holds it.</summary>
public sealed class Sp4nLaporReport(string trackingId, Sp4nLaporSubmission submission, DateTimeOffset createdAt, string agencyId)
{
    public string TrackingId => trackingId;

    public Sp4nLaporSubmission Submission => submission;

    public DateTimeOffset CreatedAt => createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = submission.UpdatedAt ?? createdAt;

    public string? ContentFinal { get; set; }

    public string Status { get; set; } = "Terdisposisi";

    public string? StatusReason { get; set; }

    public string AgencyId { get; set; } = agencyId;

    /// <summary>When the agency said that it is done; the ten days run from here.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    public bool Withdrawn { get; set; }

    public List<Sp4nLaporEntry> Log { get; } = [];

    public bool IsEnded => Withdrawn || Status.StartsWith("Ditutup", StringComparison.Ordinal) || Status is "Diarsipkan";
}

/// <summary>One line of a report's log.</summary>
/// <param name="Role">reporter, agency, admin or system.</param>
public sealed record Sp4nLaporEntry(long Id, DateTimeOffset At, string By, string Role, string Note, string? OperationId = null, string? Action = null, string? Addressee = null, string? Status = null);

/// <summary>A write that a hub sent, also a repeated one.</summary>
/// <param name="Kind">followup, or the action's name.</param>
/// <param name="Repeat">The operation id was known and nothing happened.</param>
public sealed record Sp4nLaporWrite(DateTimeOffset At, string TrackingId, string OperationId, string Kind, string Note, string? Addressee, bool Done, int Answer, bool Repeat);

/// <summary>How the simulated LAPOR! is set up.</summary>
public sealed record Sp4nLaporSetup(TimeProvider Clock)
{
    public string AgencyId { get; init; } = "1042";

    public string ApiKey { get; init; } = "kunci-simulasi-sp4n-lapor";

    public string ClientId { get; init; } = "hub-simulasi";

    public string ClientSecret { get; init; } = "rahasia-simulasi-sp4n";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    public FaultDial? Faults { get; init; }

    /// <summary>False for a LAPOR! that does not keep operation ids: a repeated write then acts twice.</summary>
    public bool KeepsOperationIds { get; init; } = true;

    /// <summary>Entries of a log in one answer.</summary>
    public int LogPage { get; init; } = 50;
}
