namespace Hub.Worker.Config;

/// <summary>The day in Jakarta, where the rules count days.</summary>
internal static class JakartaToday
{
    public static DateOnly Of(TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(7)).DateTime);
}
