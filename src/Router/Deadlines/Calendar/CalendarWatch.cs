using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>Takes over changes of the calendar that were made elsewhere, and says in time that a year is missing.</summary>
internal sealed partial class CalendarWatch(WorkCalendars calendars, TimeProvider clock, ILogger<CalendarWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>The longest limit is sixty working days: a due time may lie that far ahead.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);

    private int missing;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        clock.RepeatAsync(Every, (LookAsync, fault => Log.Failed(logger, fault)), stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await calendars.RefreshAsync(cancellationToken);
        var year = (clock.GetUtcNow() + Ahead).Year;
        var lacks = calendars.Now.Holidays.All(holiday => holiday.Day.Year != year);
        if (lacks && missing != year)
        {
            Log.Missing(logger, year);
        }

        missing = lacks ? year : 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The calendar could not be looked up ({Fault}); the one in force stays.")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(2, LogLevel.Warning, "The calendar has no day off in {Year}, and deadlines reach into it; take over its decree with: hub calendar import")]
        public static partial void Missing(ILogger logger, int year);
    }
}
