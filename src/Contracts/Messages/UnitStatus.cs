namespace Hub.Contracts.Messages;

/// <summary>What a unit says about a report: data of id.go.pu.unit.report.status.v1, and the body of the unit API's status call.</summary>
public sealed record UnitStatus
{
    /// <summary>Our id of the report; the API takes it from the address.</summary>
    public Guid? ReportId { get; init; }

    /// <summary>The unit's code; the API takes it from the key.</summary>
    public string? Unit { get; init; }

    /// <summary>acknowledged, in_progress, waiting_reporter, postponed, answered, returned or archived. Another word is refused, never guessed.</summary>
    public string? Status { get; init; }

    /// <summary>What the citizen may read. Required for waiting_reporter, postponed, answered and archived.</summary>
    public string? PublicNote { get; init; }

    /// <summary>Stays inside the ministry.</summary>
    public string? InternalNote { get; init; }

    /// <summary>For returned: why, and who should have it.</summary>
    public string? Reason { get; init; }

    public string? SuggestedUnit { get; init; }

    /// <summary>Files that the unit laid down at the unit API before, by the ids it was given there.</summary>
    public IReadOnlyList<Guid>? Attachments { get; init; }

    /// <summary>By the unit's clock, with offset.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
