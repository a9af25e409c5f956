namespace Hub.Router.Outbox;

/// <summary>Doubling pauses with a fifth of jitter, so that what failed together does not come back together.</summary>
internal static class Backoff
{
    public static TimeSpan After(int attempts, TimeSpan first, TimeSpan longest)
    {
        var pause = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(attempts, 20)), longest.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }

    /// <summary>The longer of what was asked for and our own pause; up to a tenth longer than asked, never shorter.</summary>
    public static TimeSpan AtLeast(TimeSpan asked, TimeSpan own) => own > asked ? own : asked * (1 + (0.1 * Random.Shared.NextDouble()));
}
