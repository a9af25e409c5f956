namespace Hub.Router.Intake;

/// <summary>
/// Is a channel quieter than chance allows? What is normal for each hour of the week is the median of the last eight weeks,
/// so that one disaster or one outage teaches nothing. Pure.
/// </summary>
internal static class Silence
{
    public const int Weeks = 8;

    private const int LeastWeeks = 2;
    private const int DayBegins = 5;
    private const int DayEnds = 22;

    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The full hour an instant lies in.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>How many arrivals the time since the last one should have brought. Nights do not count: whoever sleeps does not write.</summary>
    /// <param name="counts">Arrivals by full hour; an hour without an entry had none.</param>
    /// <param name="learningSince">When the hub began to count this channel.</param>
    /// <returns>Zero while fewer than two weeks are known.</returns>
    public static double Expected(IReadOnlyDictionary<DateTimeOffset, int> counts, DateTimeOffset learningSince, (DateTimeOffset Since, DateTimeOffset Now) silence)
    {
        var expected = 0.0;
        var (since, now) = silence;

        // A week of silence is certain by then; more hours would only cost time.
        since = now - since > Week ? now - Week : since;
        for (var hour = HourOf(since); hour < now; hour += Hour)
        {
            if (hour.ToOffset(Jakarta).Hour is >= DayBegins and < DayEnds && Usual(counts, learningSince, (hour, HourOf(since))) is { } usual)
            {
                var (from, to) = (hour < since ? since : hour, hour + Hour > now ? now : hour + Hour);
                expected += usual * ((to - from) / Hour);
            }
        }

        return expected;
    }

    /// <summary>The median of the same hour of the weeks before the silence began; null while they are too few.</summary>
    private static double? Usual(IReadOnlyDictionary<DateTimeOffset, int> counts, DateTimeOffset learningSince, (DateTimeOffset Hour, DateTimeOffset SilentSince) asked)
    {
        var known = new List<int>(Weeks);
        for (var week = 1; week <= Weeks; week++)
        {
            var then = asked.Hour - (Week * week);
            if (then >= HourOf(learningSince) && then < asked.SilentSince)
            {
                known.Add(counts.GetValueOrDefault(then));
            }
        }

        if (known.Count < LeastWeeks)
        {
            return null;
        }

        known.Sort();
        return (known[(known.Count - 1) / 2] + known[known.Count / 2]) / 2.0;
    }
}
