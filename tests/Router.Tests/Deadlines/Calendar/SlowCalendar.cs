using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Tests.Deadlines.Calendar;

/// <summary>The same rules as plainly as they can be written: it walks minute by minute and looks at each on the wall.</summary>
internal sealed class SlowCalendar(IReadOnlySet<DateOnly> daysOff, OfficeHours office)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TimeSpan offset = office.Zone switch { "Asia/Makassar" => TimeSpan.FromHours(8), "Asia/Jayapura" => TimeSpan.FromHours(9), _ => TimeSpan.FromHours(7) };

    /// <summary>From the first minute that counts, as many passages of the same time of day on a working day as the limit has days.</summary>
    public DateTimeOffset Due(DateTimeOffset start, int days)
    {
        var at = start;
        while (!Counts(at))
        {
            at += Minute;
        }

        var time = Wall(at).TimeOfDay;
        for (var left = days; left > 0;)
        {
            at += Minute;
            left -= Wall(at).TimeOfDay == time && Works(at) ? 1 : 0;
        }

        return at;
    }

    public int Between(DateTimeOffset from, DateTimeOffset to)
    {
        var minutes = 0;
        for (var at = from; at < to; at += Minute)
        {
            minutes += Counts(at) ? 1 : 0;
        }

        return minutes;
    }

    public DateTimeOffset Later(DateTimeOffset due, int minutes)
    {
        var (at, left) = (due, minutes);
        while (left > 0 || (minutes > 0 && !Counts(at)))
        {
            left -= Counts(at) ? 1 : 0;
            at += Minute;
        }

        return at;
    }

    private bool Counts(DateTimeOffset at)
    {
        if (!Works(at))
        {
            return false;
        }

        if (office.Count is OfficeCount.Days)
        {
            return true;
        }

        var (day, time) = (DateOnly.FromDateTime(Wall(at)), Wall(at).TimeOfDay);
        var week = office.Week;
        foreach (var season in office.Seasons)
        {
            week = day >= season.From && day <= season.To ? season.Week : week;
        }

        return (day.DayOfWeek == DayOfWeek.Friday ? week.Friday : week.MondayToThursday).Any(span => time >= span.From && time < span.To);
    }

    private bool Works(DateTimeOffset at)
    {
        var day = Wall(at);
        return day.DayOfWeek != DayOfWeek.Saturday && day.DayOfWeek != DayOfWeek.Sunday && !daysOff.Contains(DateOnly.FromDateTime(day));
    }

    private DateTime Wall(DateTimeOffset at) => (at.ToUniversalTime() + offset).DateTime;
}
