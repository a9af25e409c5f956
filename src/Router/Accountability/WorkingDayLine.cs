using Hub.Router.Deadlines.Calendar;
using Hub.Router.Reconciliation;

namespace Hub.Router.Accountability;

/// <summary>
/// Working days as places on a line, so that a sum of spans is a difference of two sums: an instant of a working day stands at
/// its time of day, one of a holiday at the beginning of the next working day, as clocks count (deadlines.yaml).
/// </summary>
internal sealed class WorkingDayLine(WorkCalendar calendar)
{
    private const double Day = 86_400;

    private static readonly DateOnly Origin = new(2000, 1, 1);

    private readonly List<int> before = [0];

    /// <summary>The places of many instants of one day, added up.</summary>
    /// <param name="count">How many; negative takes them away.</param>
    /// <param name="seconds">Their seconds since midnight, added up.</param>
    public double Sum(DateOnly day, double count, double seconds) => (count * Before(day)) + (calendar.IsWorkingDay(day) ? seconds / Day : 0);

    /// <summary>The first day from which on a due time is at most this many working days late today.</summary>
    public DateOnly EarliestWithin(int workingDays, DateTimeOffset now)
    {
        var day = Jakarta.DayOf(now);
        for (var late = 0; ; day = day.AddDays(-1))
        {
            late += calendar.IsWorkingDay(day) ? 1 : 0;
            if (late > workingDays)
            {
                return day;
            }
        }
    }

    private int Before(DateOnly day)
    {
        var place = Math.Max(0, day.DayNumber - Origin.DayNumber);
        while (before.Count <= place)
        {
            before.Add(before[^1] + (calendar.IsWorkingDay(Origin.AddDays(before.Count - 1)) ? 1 : 0));
        }

        return before[place];
    }
}
