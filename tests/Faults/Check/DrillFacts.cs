using Hub.Faults.Ledgers;

namespace Hub.Faults.Check;

/// <summary>A report in the hub's database.</summary>
internal sealed record StoredReport(Guid Id, string Channel, string ExternalId, string State, string? Unit)
{
    public bool Anonymous { get; init; }

    /// <summary>What the last decision of the rules was, with its unit or addressee: the first one, before any unit spoke.</summary>
    public string? FirstDecision { get; init; }
}

/// <summary>One decision that gave a report to a unit, to triage or away.</summary>
internal sealed record StoredDecision(Guid Id, Guid ReportId, string Outcome, string? Unit);

/// <summary>A line of a report's history.</summary>
internal sealed record StoredLine(Guid ReportId, string Kind, string? State);

/// <summary>A status on its way to a channel.</summary>
internal sealed record StoredStatus(Guid Id, Guid ReportId, string Channel, long Sequence, string State, string Outcome, int BlindRepeats);

/// <summary>What a unit said, as the hub keeps it.</summary>
internal sealed record StoredReply(string Unit, string Key, string Answer);

/// <summary>A photo as the hub keeps it.</summary>
internal sealed record StoredFile(Guid ReportId, string State, string? Sha256);

/// <summary>What waits somewhere in the hub; after the settling all must be nothing.</summary>
internal sealed record Leftover(string What, long Count);

/// <summary>Everything the judge compares: the world's ledgers on one side, the hub's tables on the other.</summary>
internal sealed record DrillFacts
{
    public IReadOnlyList<SentReport> Sent { get; init; } = [];

    public IReadOnlyList<AcceptedReport> Accepted { get; init; } = [];

    public IReadOnlyList<UnitReceipt> UnitReceipts { get; init; } = [];

    public IReadOnlyList<UnitReply> UnitReplies { get; init; } = [];

    public IReadOnlyList<ChannelStatus> ChannelStatuses { get; init; } = [];

    public IReadOnlyList<StoredReport> Reports { get; init; } = [];

    public IReadOnlyList<StoredDecision> Decisions { get; init; } = [];

    public IReadOnlyList<StoredLine> Lines { get; init; } = [];

    public IReadOnlyList<StoredStatus> Statuses { get; init; } = [];

    public IReadOnlyList<StoredReply> Replies { get; init; } = [];

    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    public IReadOnlyList<Leftover> Leftovers { get; init; } = [];

    /// <summary>External ids that joined another report.</summary>
    public IReadOnlySet<(string Channel, string ExternalId)> Keys { get; init; } = new HashSet<(string, string)>();
}
