using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Persistence.Rows;

/// <summary>A day off, from the version of the calendar that brought it to the one that took it away; never deleted, so that every version can be read again.</summary>
internal sealed record CalendarDay
{
    public required long AddedIn { get; init; }

    public required DateOnly Day { get; init; }

    public required string Name { get; init; }

    public required HolidayKind Kind { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }

    public long? RemovedIn { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    public string? RemovedBy { get; init; }
}

/// <summary>One version of the calendar: 1, 2, 3 … without a gap.</summary>
internal sealed record CalendarVersion
{
    public required long Version { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    /// <summary>SHA-256 over its days, lower-case hex: shows a table that was changed by hand.</summary>
    public required string Digest { get; init; }
}
