using Hub.Contracts.Reports;

namespace Hub.Contracts.Channels;

/// <summary>What a channel itself believes about its reports, for reconciliation (CHANNELS 3.3 trap 10, 3.5.3). Reads only.</summary>
public interface IChannelAudit
{
    string Channel { get; }

    string Account { get; }

    /// <summary>A page of everything that came to the channel in the window; it may hold more, and never less.</summary>
    /// <param name="cursor">What the last page of this listing gave; null at its beginning. Opaque to the hub.</param>
    Task<AuditResult> ListAsync(AuditWindow window, string? cursor, CancellationToken cancellationToken);

    /// <summary>One report as the channel shows it now, with the raw bodies that intake would have been given.</summary>
    Task<AuditFind> FindAsync(string externalId, CancellationToken cancellationToken);
}

/// <summary>An audit that can also tell by a sum whether a whole day agrees, for the price of one small call (CHANNELS 3.5.3, summary).</summary>
public interface IDigestedAudit : IChannelAudit
{
    /// <param name="day">A day in Jakarta, by the time at which reports came.</param>
    /// <param name="held">All that the hub has of that day.</param>
    Task<DigestResult> CompareAsync(DateOnly day, IReadOnlyList<AuditedVersion> held, CancellationToken cancellationToken);
}

/// <summary>From is inside the window, To is not.</summary>
public sealed record AuditWindow(DateTimeOffset From, DateTimeOffset To);

/// <summary>One report as its channel shows it.</summary>
/// <param name="CameAt">By the channel's clock; null when it does not say, as in a tombstone.</param>
/// <param name="ChangedAt">By the channel's clock; null when it does not say.</param>
public sealed record AuditEntry(string ExternalId, DateTimeOffset? CameAt, DateTimeOffset? ChangedAt)
{
    /// <summary>The channel's state when its table knows the word and the word says something about ours; else null.</summary>
    public ReportState? State { get; init; }

    /// <summary>The channel's own word, as written.</summary>
    public string? Word { get; init; }

    /// <summary>As the normaliser gives it; null when the content cannot be read.</summary>
    public string? ContentVersion { get; init; }

    /// <summary>The channel says itself that the report is deleted or goes on under another.</summary>
    public bool IsGone { get; init; }
}

/// <summary>A report and the version of it that the hub holds.</summary>
public sealed record AuditedVersion(string ExternalId, string? ContentVersion);

/// <summary>What one call of a listing brought. The two cases are the whole list.</summary>
public abstract record AuditResult
{
    private AuditResult()
    {
    }

    /// <param name="NextCursor">Null only at the end of what the channel has; a full page is never the end by itself.</param>
    public sealed record Page(IReadOnlyList<AuditEntry> Entries, string? NextCursor) : AuditResult;

    /// <summary>The channel could not be asked, or its answer was not whole; what was listed before is all that is known.</summary>
    /// <param name="Reason">For operators; holds no identity and no body.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : AuditResult;
}

/// <summary>What the channel says about one report. The three cases are the whole list.</summary>
public abstract record AuditFind
{
    private AuditFind()
    {
    }

    /// <param name="Bodies">The report's own first, then what was added to it.</param>
    public sealed record Shown(AuditEntry Entry, IReadOnlyList<RawItem> Bodies) : AuditFind;

    /// <summary>The channel answered, and does not show this report to us.</summary>
    public sealed record NotShown : AuditFind;

    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : AuditFind;
}

/// <summary>Does a day agree? The three cases are the whole list.</summary>
public abstract record DigestResult
{
    private DigestResult()
    {
    }

    public sealed record Agrees : DigestResult;

    public sealed record Differs : DigestResult;

    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : DigestResult;
}
