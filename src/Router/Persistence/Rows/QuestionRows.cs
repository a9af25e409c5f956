namespace Hub.Router.Persistence.Rows;

/// <summary>The one question a reporter was asked. The report is its key, so that it is asked once whatever happens.</summary>
internal sealed record ReportQuestion
{
    public required Guid ReportId { get; init; }

    public required string Question { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>After this the triage desk is told that no answer came.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? UnansweredAt { get; init; }

    public bool IsOpen => AnsweredAt is null;
}
