namespace Hub.Router.Reconciliation;

/// <summary>Days by the calendar of the ministry, whatever the zone of the machine; Jakarta has no summer time.</summary>
internal static class Jakarta
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Offset).DateTime);

    public static DateTimeOffset Begin(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Offset).ToUniversalTime();
}
