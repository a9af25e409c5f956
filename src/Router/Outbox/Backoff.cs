namespace Hub.Router.Outbox;

/// <summary>Doubling pauses with a fifth of jitter, so that what failed together does not come back together.</summary>
internal static class Backoff
{
    public static TimeSpan After(int attempts, TimeSpan first, TimeSpan longest)
    {
        var pause = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(attempts, 20)), longest.TotalSeconds);
        return TimeSpan.FromSeconds(pause * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }
}
