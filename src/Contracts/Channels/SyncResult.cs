namespace Hub.Contracts.Channels;

/// <summary>What became of one attempt to tell someone something. The four cases are the whole list.</summary>
public abstract record SyncResult
{
    private SyncResult()
    {
    }

    /// <summary>They have it.</summary>
    /// <param name="ExternalReference">Their reference for it; free of identity.</param>
    /// <param name="ExternalVersion">Their version of the report after it, if they keep one.</param>
    public sealed record Delivered(string ExternalReference, string? ExternalVersion = null) : SyncResult;

    /// <summary>They will never take it as it stands; a person must look.</summary>
    public sealed record Rejected(string Code, string Reason) : SyncResult;

    /// <summary>Nothing happened there; try again later.</summary>
    /// <param name="WholeChannel">True when no other report would fare better now (wrong credential, rate limit, outage).</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null, bool WholeChannel = false) : SyncResult;

    /// <summary>It may have happened; read back before any repeat.</summary>
    public sealed record Unknown(string Reason) : SyncResult;
}

/// <summary>Does the channel have our operation? The four cases are the whole list.</summary>
public abstract record ReadBackResult
{
    private ReadBackResult()
    {
    }

    public sealed record Found(string ExternalReference, string? ExternalVersion = null) : ReadBackResult;

    /// <summary>It did not happen; the push may be repeated.</summary>
    public sealed record Absent : ReadBackResult;

    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : ReadBackResult;

    /// <summary>The channel has no way to ask; only a receipt or the end of the waiting window settles it.</summary>
    public sealed record CannotTell : ReadBackResult;
}
