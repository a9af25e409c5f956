namespace Hub.Worker.Cli;

/// <summary>A day typed by a person, as an instant that is that day in Jakarta whatever the zone of the machine.</summary>
internal static class JakartaDay
{
    public static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(7));
}
