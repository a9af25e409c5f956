namespace Hub.Router.Deadlines.Calendar;

/// <summary>What became of a change of the calendar. The four cases are the whole list.</summary>
public abstract record CalendarResult
{
    private CalendarResult()
    {
    }

    /// <summary>There is a new version.</summary>
    public sealed record Changed(long Version, int Added, int Removed) : CalendarResult;

    /// <summary>The calendar already is as it was wanted.</summary>
    public sealed record Same : CalendarResult;

    /// <summary>The day is off already, under this name.</summary>
    public sealed record Taken(Holiday Day) : CalendarResult;

    /// <summary>Somebody else changed the calendar since the difference was shown.</summary>
    public sealed record Overtaken(long Version) : CalendarResult;
}

/// <summary>The calendar in force, or an older version of it, and how it came about.</summary>
public sealed record CalendarView(long Version, IReadOnlyList<Holiday> Days, IReadOnlyList<CalendarVersionLine> History)
{
    /// <summary>False when somebody changed the table by hand.</summary>
    public required bool IsSound { get; init; }

    /// <summary>How many days of the year are working days (DOMAIN 7.1).</summary>
    public int WorkingDaysOf(int year)
    {
        var calendar = new WorkCalendar(Version, Days);
        var first = new DateOnly(year, 1, 1);
        return Enumerable.Range(0, first.AddYears(1).DayNumber - first.DayNumber).Count(offset => calendar.IsWorkingDay(first.AddDays(offset)));
    }
}

/// <param name="Changes">Days added and days removed, with their sign.</param>
public sealed record CalendarVersionLine(long Version, DateTimeOffset At, string By, string Reason, IReadOnlyList<string> Changes);

/// <summary>What a file would change. It speaks only of the years that are in it: the decree of one year leaves the others alone.</summary>
/// <param name="Version">The calendar it was compared with.</param>
public sealed record CalendarDifference(long Version, IReadOnlyList<Holiday> Added, IReadOnlyList<Holiday> Removed)
{
    /// <summary>Days that stay off, and their new name, kind or source.</summary>
    public required IReadOnlyList<Holiday> Renamed { get; init; }

    public int Count => Added.Count + Removed.Count + Renamed.Count;
}
