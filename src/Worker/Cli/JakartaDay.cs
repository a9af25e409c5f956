namespace Hub.Worker.Cli;

/// <summary>A day typed by a person, as an instant that is that day in Jakarta whatever the zone of the machine.</summary>
internal static class JakartaDay
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), Offset);

    /// <summary>Its first instant.</summary>
    public static DateTimeOffset Begin(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
}
