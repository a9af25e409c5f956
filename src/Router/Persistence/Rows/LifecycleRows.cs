using Hub.Contracts.Reports;

namespace Hub.Router.Persistence.Rows;

/// <summary>One report goes on under another, and where it stood before, so that it can be taken back.</summary>
internal sealed record ReportMerge
{
    public required Guid ReportId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid IntoId { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    public required ReportState StateBefore { get; init; }

    public required DateTimeOffset StateAtBefore { get; init; }

    public string? ReasonBefore { get; init; }

    public DateTimeOffset? UndoneAt { get; init; }

    public string? UndoneBy { get; init; }
}

/// <summary>A report was opened again: what was said of its end before that is over.</summary>
internal sealed record Reopening
{
    public required Guid ReportId { get; init; }

    /// <summary>By the clock of whoever said so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The end that it undoes, and since when the report had ended.</summary>
    public required ReportState Ended { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>operator, channel or reporter.</summary>
    public required string How { get; init; }

    public required string By { get; init; }

    /// <summary>False for a channel that opened it after the window: a person decides.</summary>
    public required bool InWindow { get; init; }
}
