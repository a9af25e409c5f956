using Hub.Contracts.Reports;

namespace Hub.Router.Persistence.Rows;

/// <summary>A report as the hub knows it now. Free of identity: the text is masked, the person is a reference into the vault.</summary>
internal sealed record Report
{
    public required Guid Id { get; init; }

    /// <summary>LP-2026-000123: what the citizen is told.</summary>
    public required string Number { get; init; }

    public required string Channel { get; init; }

    public required string Account { get; init; }

    public required string ExternalId { get; init; }

    public string? PublicReference { get; init; }

    /// <summary>The channel's version of the content that we hold.</summary>
    public string? ContentVersion { get; init; }

    public required ReportState State { get; init; }

    /// <summary>Rises with each change under the row's lock; orders everything that is said about the report.</summary>
    public required long Version { get; init; }

    public required ReportClass Class { get; init; }

    public string? Category { get; init; }

    public string? Title { get; init; }

    public required string Text { get; init; }

    public required bool Anonymous { get; init; }

    public required bool Secret { get; init; }

    /// <summary>Content for the inspectorate's eyes only.</summary>
    public required bool Restricted { get; init; }

    /// <summary><see cref="ReportPlace"/> as JSON.</summary>
    public string? Place { get; init; }

    public Guid? ReporterRef { get; init; }

    /// <summary>The channel's own word for the state, as written.</summary>
    public string? ChannelWord { get; init; }

    public string? Unit { get; init; }

    public string? Addressee { get; init; }

    /// <summary>Why it is where it is, in one sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>By the channel's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset LastHeardAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the present state came about, by the clock of whoever said so.</summary>
    public required DateTimeOffset StateAt { get; init; }

    public Guid? RawId { get; init; }

    public ReportPlace? ReadPlace() => Place is null ? null : RouterJson.Read<ReportPlace>(Place);
}

/// <summary>What the citizen added after the report: a follow-up, a further chat message, an edit, a reaction.</summary>
internal sealed record Contribution
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>follow_up, chat, edit, revoke, reaction, system.</summary>
    public required string Kind { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public Guid? RawId { get; init; }
}

/// <summary>One line of a report's history; together they explain it without logs.</summary>
internal sealed record TimelineEntry : IAuditedRow
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>received, amended, routed, state, late, unit_said, synced, sync_trouble, receipt, note.</summary>
    public required string Kind { get; init; }

    /// <summary>Who: a channel, the rules, a unit's code, a person's account, the hub.</summary>
    public required string By { get; init; }

    public ReportState? State { get; init; }

    public required string Text { get; init; }

    public Guid? Leaf { get; set; }

    /// <summary>Number of the seal over this line, if it is from before there were leaves.</summary>
    public long? Seal { get; init; }
}

/// <summary>One decision on where a report belongs, with everything that explains it.</summary>
internal sealed record Assignment
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    /// <summary>The report's version the decision was made on; two deciders of the same version collide here.</summary>
    public required long OnVersion { get; init; }

    /// <summary>Assigned, NotOurs or Triage.</summary>
    public required string Outcome { get; init; }

    public string? Unit { get; init; }

    public string? Addressee { get; init; }

    public string? SuggestedUnit { get; init; }

    public required double Confidence { get; init; }

    public required string Reason { get; init; }

    /// <summary>The stored explanation, as JSON; can be replayed (P7).</summary>
    public required string Explanation { get; init; }

    public required string RuleSet { get; init; }

    /// <summary>rules, or who decided.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What the rules looked at, as JSON, once the report says something else; null while the report itself still says it.</summary>
    public string? Facts { get; init; }

    /// <summary>Its place in the unit's inbox; taken under a lock, so that what is seen later stands later. Null when no unit was given it.</summary>
    public long? InboxPlace { get; init; }
}
