namespace Hub.Router.Persistence.Rows;

/// <summary>One raw body as it came, sealed like the vault; unread while there is an <see cref="UnreadMark"/> of it.</summary>
internal sealed record RawBody
{
    public required Guid Id { get; init; }

    public required string Channel { get; init; }

    public required string Account { get; init; }

    /// <summary>The channel's id and version, or the hash of the bytes; unique within channel and account.</summary>
    public required string Key { get; init; }

    public required string ContentType { get; init; }

    public string? FileName { get; init; }

    public required byte[] Sealed { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The body or bus message of which this is a copy that a person edited; the bytes of the original never change.</summary>
    public Guid? EditOf { get; init; }
}

/// <summary>A body that waits for the reader; made with it in one transaction, and gone with what was read.</summary>
internal sealed record UnreadMark
{
    public required Guid RawId { get; init; }

    public required string Channel { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>An item of a channel is known for ever by this key; the one place that decides what is a twin (P2).</summary>
internal sealed record InboundKey
{
    public required string Channel { get; init; }

    public required string Account { get; init; }

    public required string ExternalId { get; init; }

    public required Guid ReportId { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Something that could not be read or placed; waits for a person and can be replayed.</summary>
internal sealed record QuarantineEntry
{
    public required Guid Id { get; init; }

    public Guid? RawId { get; init; }

    public required string Channel { get; init; }

    public required string Path { get; init; }

    public required string Code { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The bytes, sealed, when they are not in the raw archive (a message from the bus).</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>How often a person had it tried again.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>One of <see cref="SettledHow"/>; null while it is open.</summary>
    public string? Settled { get; init; }

    /// <summary>Who discarded it.</summary>
    public string? SettledBy { get; init; }

    /// <summary>Hash of a bus message: the same message put aside twice is one entry.</summary>
    public string? Key { get; init; }

    /// <summary>Under which words a bus message would come back if it failed again.</summary>
    public string? SentAs { get; init; }
}

/// <summary>The fixed words for how an entry was settled.</summary>
internal static class SettledHow
{
    /// <summary>Its body was read again and this place gave no trouble.</summary>
    public const string Read = "read";

    /// <summary>It went to its queue again.</summary>
    public const string Sent = "sent";

    /// <summary>A person decided that it needs no reading.</summary>
    public const string Discarded = "discarded";
}

/// <summary>Where polling of one account stands, and what came of the last try.</summary>
internal sealed record PollCursor
{
    public required string Channel { get; init; }

    public required string Account { get; init; }

    public string? Value { get; init; }

    public required long Fence { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Who may do a thing that only one process may do at a time; the fence rises with each new holder.</summary>
internal sealed record Lease
{
    public required string Name { get; init; }

    public required string Owner { get; init; }

    public required long Fence { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>A running number, taken in blocks.</summary>
internal sealed record Counter
{
    public required string Name { get; init; }

    public required long Value { get; init; }
}

/// <summary>A file that came with a report; its bytes are fetched apart and sealed.</summary>
internal sealed record Attachment
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string Channel { get; init; }

    public required string Account { get; init; }

    public required string ExternalId { get; init; }

    public required string MediaType { get; init; }

    public string? FileName { get; init; }

    public long? Size { get; init; }

    public string? Sha256 { get; init; }

    public required AttachmentState State { get; init; }

    public byte[]? Sealed { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset NextAt { get; init; }

    public string? Fault { get; init; }
}

internal enum AttachmentState
{
    Pending,
    Stored,
    Gone,
}
