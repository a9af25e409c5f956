using Hub.Router.Persistence.Rows;

namespace Hub.Router.Lifecycle;

/// <summary>Ten weekdays in Jakarta, to the same time of the last one; holidays are not known here. No rule of reopening is published (DOMAIN 2.3), so it is as long as LAPOR! waits for a reply to an answer.</summary>
internal sealed class WeekdayReopenWindow : IReopenWindow
{
    public const int Days = 10;

    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    public DateTimeOffset? Until(Report report)
    {
        var until = report.StateAt.ToOffset(Jakarta);

        // An end on a weekend counts from the beginning of the next week.
        for (; IsWeekend(until); until = new DateTimeOffset(until.Date.AddDays(1), Jakarta))
        {
        }

        for (var days = 0; days < Days;)
        {
            until = until.AddDays(1);
            days += IsWeekend(until) ? 0 : 1;
        }

        return until.ToUniversalTime();
    }

    private static bool IsWeekend(DateTimeOffset day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
