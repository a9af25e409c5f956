namespace Hub.Router.Tests.Accountability;

/// <summary>Working days counted the slow way: a minute or a day at a time, in Jakarta.</summary>
internal sealed class NaiveDays(IReadOnlySet<DateOnly> daysOff)
{
    public static DateTime Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).DateTime;

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    public bool Works(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !daysOff.Contains(day);

    public DateTimeOffset Due(DateTimeOffset start, int days)
    {
        var at = Works(Day(start)) ? start : NextMorning(start);
        while (days > 0)
        {
            at = at.AddDays(1);
            days -= Works(Day(at)) ? 1 : 0;
        }

        return at;
    }

    public int Minutes(DateTimeOffset from, DateTimeOffset to)
    {
        var count = 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            count += Works(Day(at)) ? 1 : 0;
        }

        return count;
    }

    public DateTimeOffset Later(DateTimeOffset due, int minutes)
    {
        var at = due;
        while (minutes > 0)
        {
            minutes -= Works(Day(at)) ? 1 : 0;
            at = at.AddMinutes(1);
        }

        return Works(Day(at)) ? at : NextMorning(at);
    }

    public int DaysAfter(DateOnly day, DateOnly until)
    {
        var count = 0;
        for (var next = day.AddDays(1); next <= until; next = next.AddDays(1))
        {
            count += Works(next) ? 1 : 0;
        }

        return count;
    }

    private DateTimeOffset NextMorning(DateTimeOffset at)
    {
        var day = Day(at);
        do
        {
            day = day.AddDays(1);
        }
        while (!Works(day));

        return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7));
    }
}
