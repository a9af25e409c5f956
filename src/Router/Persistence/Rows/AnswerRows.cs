using Hub.Contracts.Reports;

namespace Hub.Router.Persistence.Rows;

/// <summary>A unit's word to a citizen that waits for a person's approval; the report stays where it stands.</summary>
internal sealed record HeldAnswer
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string Unit { get; init; }

    /// <summary>The unit's event, for ever known by it.</summary>
    public required string EventId { get; init; }

    /// <summary>Where the report goes when it is approved.</summary>
    public required ReportState State { get; init; }

    /// <summary>What the citizen will read.</summary>
    public required string PublicNote { get; init; }

    /// <summary>All that the unit wrote, for the history.</summary>
    public required string Line { get; init; }

    /// <summary>By the unit's clock.</summary>
    public required DateTimeOffset SaidAt { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    public required HeldOutcome Outcome { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    public string? DecidedWhy { get; init; }
}

internal enum HeldOutcome
{
    Waiting,
    Approved,
    Refused,
}
