namespace Hub.Benchmarks.Load;

/// <summary>When requests fall due in an open loop: stretches of so many a second, one after the other.</summary>
internal sealed record Pace(params IReadOnlyList<(double PerSecond, double Seconds)> Stretches)
{
    /// <summary>One rate from beginning to end.</summary>
    public static Pace Steady(double perSecond, double seconds) => new((perSecond, seconds));

    public int Total => DueAfter(double.PositiveInfinity);

    /// <summary>How many requests have fallen due by then.</summary>
    public int DueAfter(double seconds)
    {
        var due = 0.0;
        foreach (var (perSecond, length) in Stretches)
        {
            due += perSecond * Math.Min(seconds, length);
            seconds -= length;
            if (seconds <= 0)
            {
                break;
            }
        }

        return (int)due;
    }
}
