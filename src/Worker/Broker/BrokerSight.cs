namespace Hub.Worker.Broker;

/// <summary>The broker as the probe last saw it.</summary>
/// <param name="Fault">Why the broker is not there for us, or null.</param>
/// <param name="FineSince">Since when it has been there without a break; null while it is not.</param>
/// <param name="UnreadSince">Our queues that are missing or have no reader, and since when.</param>
/// <param name="Dead">Messages in hub.dead.</param>
internal sealed record BrokerSight(string? Fault, DateTimeOffset? FineSince, IReadOnlyDictionary<string, DateTimeOffset> UnreadSince, long Dead)
{
    /// <summary>Inboxes of units that the broker refuses, or null: a unit's mistake, which says nothing about our bus.</summary>
    public string? RefusedInboxes { get; init; }
}

/// <summary>Where the watchdog looks.</summary>
internal interface IBrokerSight
{
    BrokerSight Sight { get; }
}

/// <summary>Memory is always there and loses no reader that the canary would not miss.</summary>
internal sealed class MemorySight(TimeProvider clock) : IBrokerSight
{
    public BrokerSight Sight { get; } = new(null, clock.GetUtcNow(), new Dictionary<string, DateTimeOffset>(), 0);
}
