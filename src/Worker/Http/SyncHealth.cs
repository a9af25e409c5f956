using Hub.Router.StatusSync;

namespace Hub.Worker.Http;

/// <summary>The status sync as health shows it: an open circuit, a parked and a refused status degrade; a stuck one is counted.</summary>
internal static class SyncHealth
{
    public static PartHealth Overall(IReadOnlyList<ChannelSync> channels)
    {
        var (parked, refused) = (channels.Sum(channel => channel.Parked), channels.Sum(channel => channel.Refused));
        string?[] reasons =
        [
            parked > 0 ? "Statuses are parked and hold their reports; look with: hub sync list --parked" : null,
            refused > 0 ? "A channel refused statuses for good; look with: hub sync list --refused" : null,
        ];
        var reason = string.Join(" ", reasons.Where(each => each is not null));
        return new PartHealth(reason.Length > 0 ? HealthStatus.Degraded : HealthStatus.Healthy, reason.Length > 0 ? reason : null, new Dictionary<string, object?>
        {
            ["waiting"] = channels.Sum(channel => channel.Waiting),
            ["oldestSeconds"] = channels.Select(channel => channel.OldestSeconds).DefaultIfEmpty().Max(),
            ["stuck"] = channels.Sum(channel => channel.Stuck),
            ["parked"] = parked,
            ["refused"] = refused,
        });
    }

    /// <returns>Why a channel as a whole is told nothing; null when it is.</returns>
    public static string? Fault(ChannelSync? channel) => channel switch
    {
        { HeldBy: { } by } => $"Its circuit was opened by {by}: {channel.Reason} Close it with: hub sync close {channel.Channel}",
        { Circuit: "Open" or "HalfOpen" } => $"The channel is left alone for the moment: {channel.Reason}",
        _ => null,
    };

    public static IReadOnlyDictionary<string, object?> Figures(ChannelSync? channel) => channel is null ? new Dictionary<string, object?>() : new Dictionary<string, object?>
    {
        ["circuit"] = channel.Circuit,
        ["pausedUntil"] = channel.RetryAt,
        ["statusOldestSeconds"] = channel.OldestSeconds,
        ["stuck"] = channel.Stuck,
    };
}
