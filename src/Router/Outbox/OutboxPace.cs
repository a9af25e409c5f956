namespace Hub.Router.Outbox;

/// <summary>Whether messages leave: what the watchdog asks, since the broker's own health does not tell (RELIABILITY D2).</summary>
public sealed class OutboxPace(TimeProvider clock)
{
    private readonly Lock gate = new();
    private DateTimeOffset? stalledSince;

    /// <summary>Since when every attempt has been in vain, or null while messages leave or none is there.</summary>
    public DateTimeOffset? StalledSince
    {
        get
        {
            lock (gate)
            {
                return stalledSince;
            }
        }
    }

    /// <summary>A message left, or the bus began anew.</summary>
    public void Left()
    {
        lock (gate)
        {
            stalledSince = null;
        }
    }

    internal void Stalled()
    {
        lock (gate)
        {
            stalledSince ??= clock.GetUtcNow();
        }
    }
}
