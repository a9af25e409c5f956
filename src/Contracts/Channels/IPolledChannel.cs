namespace Hub.Contracts.Channels;

/// <summary>A channel that must be asked. The hub stores items and next cursor in one transaction.</summary>
public interface IPolledChannel
{
    string Channel { get; }

    string Account { get; }

    /// <summary>Pause between two polls when the last one brought nothing more.</summary>
    TimeSpan Interval { get; }

    /// <param name="cursor">What the last page gave; null at the very first poll. Opaque to the hub, and never "now".</param>
    Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken);
}

/// <summary>A polled channel that wants to hear when a page is durable, e.g. to move a file out of the drop folder.</summary>
public interface IAcknowledgedChannel : IPolledChannel
{
    Task AcknowledgeAsync(PollResult.Page page, CancellationToken cancellationToken);
}

/// <summary>What one poll brought. The two cases are the whole list.</summary>
public abstract record PollResult
{
    private PollResult()
    {
    }

    /// <param name="HasMore">Ask again at once.</param>
    public sealed record Page(IReadOnlyList<RawItem> Items, string? NextCursor, bool HasMore) : PollResult;

    /// <summary>The channel could not be asked; the cursor stays.</summary>
    /// <param name="Reason">For operators; holds no identity and no body.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : PollResult;
}
