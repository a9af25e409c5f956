using Hub.Contracts.Reports;

namespace Hub.Router.Persistence.Rows;

/// <summary>The legal clocks of one report. A due time that is missing is a clock that does not run; beside it stands when it was met.</summary>
internal sealed record ReportClock
{
    public required Guid ReportId { get; init; }

    public required string Channel { get; init; }

    /// <summary>Whose limits hold.</summary>
    public required ReportClass Class { get; init; }

    /// <summary>Version of the limits.</summary>
    public required string Rules { get; init; }

    /// <summary>Version of the days off that the due times were counted with.</summary>
    public required long Calendar { get; init; }

    /// <summary>Of the office that has the report.</summary>
    public required string Zone { get; init; }

    /// <summary>Receipt, or the last reopening: what is not met counts from here.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? VerifyDue { get; init; }

    public DateTimeOffset? VerifyAt { get; init; }

    public DateTimeOffset? ResponseDue { get; init; }

    public DateTimeOffset? ResponseAt { get; init; }

    public DateTimeOffset? CompletionDue { get; init; }

    public DateTimeOffset? CompletionAt { get; init; }

    public DateTimeOffset? CloseDue { get; init; }

    public DateTimeOffset? CloseAt { get; init; }

    /// <summary>Since when it waits for the reporter; null while the clocks run.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Working time of all pauses that are over.</summary>
    public long PausedMs { get; init; }

    /// <summary>When something is to be done; null when nothing is.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the class was last changed; null when it is the first one.</summary>
    public DateTimeOffset? ClassAt { get; init; }

    /// <summary>The answer that the automatic closing counts from.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>Something that a deadline brought about; the key makes it happen once for each due time.</summary>
internal sealed record DeadlineAct
{
    public required Guid ReportId { get; init; }

    /// <summary>verify, response, completion or close.</summary>
    public required string Clock { get; init; }

    /// <summary>warning, breach, level1, level2, level3 or close.</summary>
    public required string Step { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Code of the unit that was told; null when there was nobody to tell.</summary>
    public string? Target { get; init; }

    /// <summary>Whole working days.</summary>
    public int LateByDays { get; init; }
}

/// <summary>A time in which the clocks stood still.</summary>
internal sealed record ClockPause
{
    public required Guid ReportId { get; init; }

    public required DateTimeOffset FromAt { get; init; }

    public DateTimeOffset? ToAt { get; init; }

    public required string By { get; init; }

    public required string Why { get; init; }
}
