namespace Hub.Benchmarks.Measuring;

/// <summary>How much to send, so that a repetition takes its time and no more, whatever the machine can do.</summary>
internal static class Plan
{
    private const int Fewest = 200;
    private const int Most = 100_000;
    private const int MostBytes = 256_000_000;

    /// <param name="perSecond">As the repetition before showed it; 0 when there was none.</param>
    /// <param name="first">For the first one.</param>
    public static int Reports(double perSecond, TimeSpan each, int first) =>
        perSecond > 0 && double.IsFinite(perSecond) ? (int)Math.Clamp(perSecond * each.TotalSeconds, Fewest, Most) : first;

    /// <summary>No more than fit into memory when each request has so many bytes.</summary>
    public static int Fitting(int requests, int bytes) => Math.Min(requests, Math.Max(1, MostBytes / bytes));
}
