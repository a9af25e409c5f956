using Hub.Contracts.Channels;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;

namespace Hub.Router.StatusSync;

/// <summary>One attempt to tell a status, or to learn what became of the last one.</summary>
/// <param name="Head">As it is leased now.</param>
internal sealed record Attempt(LedgerEntry Head, SyncResult Result)
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False when the channel was not called at all.</summary>
    public bool Called { get; init; } = true;

    /// <summary>A receipt is still awaited: nothing failed.</summary>
    public bool Awaits { get; init; }

    public bool WholeChannel => Result is SyncResult.Unavailable { WholeChannel: true };

    /// <summary>The channel answered. A refusal is no proof: the connector may have judged by itself.</summary>
    public bool ProvesReach => Called && Result is SyncResult.Delivered;

    /// <summary>Null when the attempt says nothing against the channel.</summary>
    public CircuitFailure? Failure => !Called ? null : Result switch
    {
        SyncResult.Unavailable unavailable => new CircuitFailure(Head.ReportId, Head.LeaseToken, IdentityMask.OneLine(unavailable.Reason))
        {
            RetryAfter = unavailable.RetryAfter,
            WholeChannel = unavailable.WholeChannel,
        },
        SyncResult.Unknown unknown => new CircuitFailure(Head.ReportId, Head.LeaseToken, IdentityMask.OneLine(unknown.Reason)) { RetryAfter = RetryAfter },
        _ => null,
    };
}

/// <summary>What a lane may do next. The three cases are the whole list.</summary>
internal abstract record LaneTurn
{
    private LaneTurn()
    {
    }

    public sealed record Go(LedgerEntry Head) : LaneTurn
    {
        /// <summary>What the sink is given; null when it could not be made ready.</summary>
        public OutboundStatus? Status { get; init; }

        public Exception? NotReady { get; init; }
    }

    /// <summary>Nothing of this report is due, or another holds it.</summary>
    public sealed record Nothing : LaneTurn;

    /// <summary>The channel takes nothing now: open circuit, ramp or rate. The status keeps its place.</summary>
    /// <param name="Until">Asking before then is in vain; null when nobody can tell.</param>
    public sealed record ChannelWaits(DateTimeOffset? Until = null) : LaneTurn;
}
