using Hub.Contracts.Channels;

namespace Hub.Router.Intake.Quarantine;

/// <summary>Which entries are meant; null takes any.</summary>
public sealed record QuarantineQuery(string? Channel, string? Code)
{
    /// <summary>Settled ones too.</summary>
    public bool All { get; init; }

    public override string ToString() => (Channel, Code) switch
    {
        (null, null) => "all open entries",
        _ => string.Join(" ", new[] { Channel is null ? null : $"channel={Channel}", Code is null ? null : $"code={Code}" }.OfType<string>()),
    };
}

/// <summary>How fast many things are done one after the other.</summary>
public sealed record Pace(int Batch, TimeSpan Pause);

/// <param name="Path">Where in its body or on its queue it stood.</param>
/// <param name="Settled">read, sent or discarded; null while it is open.</param>
public sealed record QuarantineLine(Guid Id, DateTimeOffset At, string Channel, string Path, string Code, string Reason, int Attempts, DateTimeOffset? TriedAt, string? Settled);

/// <summary>One entry with its body as operations staff may see it.</summary>
/// <param name="Edits">How many edited copies there are; the newest counts.</param>
/// <param name="Body">Identity masked.</param>
/// <param name="Hash">SHA-256 of the original bytes.</param>
public sealed record QuarantineDetail(QuarantineLine Entry, string? SettledBy, int Edits, int Size, string Hash, string Body);

/// <summary>What became of one retry. The cases are the whole list.</summary>
public abstract record RetryResult
{
    private RetryResult()
    {
    }

    /// <param name="How">read: the body gives no trouble at that place any more. sent: the message went to its queue.</param>
    public sealed record Done(Guid Id, string How) : RetryResult;

    public sealed record StillFails(Guid Id, string Code, string Reason) : RetryResult;

    /// <summary>Nothing to do: somebody was faster.</summary>
    public sealed record SettledBefore(Guid Id) : RetryResult;

    public sealed record NoEntry(Guid Id) : RetryResult;
}

/// <summary>What became of an edit. The cases are the whole list.</summary>
public abstract record EditResult
{
    private EditResult()
    {
    }

    /// <param name="Items">How many items today's normaliser finds in the copy; null for a bus message, which only its reader can judge.</param>
    public sealed record Stored(Guid CopyId, int? Items, IReadOnlyList<UnreadableItem> Unreadable) : EditResult;

    public sealed record Refused(string Reason) : EditResult;

    public sealed record NoEntry(Guid Id) : EditResult;
}

/// <summary>What became of a discard. The cases are the whole list.</summary>
public enum DiscardResult
{
    Done,
    SettledBefore,
    NoEntry,
}

/// <summary>How far a bulk action came.</summary>
public sealed record BulkTally(int Done, int Failed, int Skipped, bool Stopped)
{
    public int Total => Done + Failed + Skipped;
}
