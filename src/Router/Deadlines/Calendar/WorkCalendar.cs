using System.Collections.Frozen;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>
/// One version of the days off, and the arithmetic on them; it never changes and has no clock. A limit of working days ends at
/// the time of day it began, so many working days later in the office's zone; begun on a day off it begins at the midnight
/// before the next working day. Working time is that of whole working days, or of the hours of work where the office counts them.
/// </summary>
internal sealed class WorkCalendar(long version, IReadOnlyList<Holiday> holidays)
{
    private readonly FrozenDictionary<DateOnly, Holiday> daysOff = holidays.ToFrozenDictionary(holiday => holiday.Day);

    public long Version => version;

    public IReadOnlyList<Holiday> Holidays => holidays;

    public bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !daysOff.ContainsKey(day);

    /// <summary>The end of a limit of so many working days.</summary>
    public DateTimeOffset Due(DateTimeOffset start, int workingDays, OfficeHours office)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workingDays);
        var (day, time) = Begin(start, office);
        for (var left = workingDays; left > 0; left--)
        {
            day = WorkingDayFrom(day.AddDays(1));
        }

        return office.InstantOf(day, time);
    }

    /// <summary>Working time from one instant to another; none when the second is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to, OfficeHours office) =>
        Pieces(from, to, office).Aggregate(TimeSpan.Zero, static (sum, piece) => sum + piece.Counted);

    /// <summary>An instant moved on by working time, such as a due time by its pauses; it comes to lie where time counts.</summary>
    public DateTimeOffset Later(DateTimeOffset due, TimeSpan workingTime, OfficeHours office)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workingTime, TimeSpan.Zero);
        if (workingTime == TimeSpan.Zero)
        {
            return due;
        }

        var ((day, time), left) = (office.LocalOf(due), workingTime);
        for (; ; (day, time) = (day.AddDays(1), TimeSpan.Zero))
        {
            foreach (var span in SpansOn(day, office))
            {
                var begin = Max(span.From, time);
                if (begin < span.To && left < span.To - begin)
                {
                    return office.InstantOf(day, begin + left);
                }

                left -= Max(span.To - begin, TimeSpan.Zero);
            }
        }
    }

    /// <summary>The same as <see cref="Between"/> in working days, each of which is one however long it is.</summary>
    public double WorkingDays(DateTimeOffset from, DateTimeOffset to, OfficeHours office) =>
        Pieces(from, to, office).Sum(static piece => piece.Counted / piece.Whole);

    /// <summary>Where a clock begins that is started now: here, or where time counts again.</summary>
    private (DateOnly Day, TimeSpan Time) Begin(DateTimeOffset start, OfficeHours office)
    {
        var (day, time) = office.LocalOf(start);
        for (; ; (day, time) = (day.AddDays(1), TimeSpan.Zero))
        {
            foreach (var span in SpansOn(day, office))
            {
                if (time < span.To)
                {
                    return (day, Max(span.From, time));
                }
            }
        }
    }

    /// <summary>What counts of each working day in the range, and how long that day is as a whole.</summary>
    private IEnumerable<(TimeSpan Counted, TimeSpan Whole)> Pieces(DateTimeOffset from, DateTimeOffset to, OfficeHours office)
    {
        if (to <= from)
        {
            yield break;
        }

        var (first, begin) = office.LocalOf(from);
        var (last, end) = office.LocalOf(to);
        for (var day = WorkingDayFrom(first); day <= last; day = WorkingDayFrom(day.AddDays(1)))
        {
            var earliest = day == first ? begin : TimeSpan.Zero;
            var latest = day == last ? end : TimeSpan.FromDays(1);
            var (counted, whole) = (TimeSpan.Zero, TimeSpan.Zero);
            foreach (var span in office.SpansOf(day))
            {
                counted += Max(Min(span.To, latest) - Max(span.From, earliest), TimeSpan.Zero);
                whole += span.To - span.From;
            }

            yield return (counted, whole);
        }
    }

    private IReadOnlyList<OfficeSpan> SpansOn(DateOnly day, OfficeHours office) => IsWorkingDay(day) ? office.SpansOf(day) : [];

    private DateOnly WorkingDayFrom(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
