namespace Hub.Router.Persistence.Rows;

/// <summary>A row that the chain of seals covers: a history line, an act of a person.</summary>
internal interface IAuditedRow
{
    Guid Id { get; }

    /// <summary>The leaf that this row's write made; set by that write. Null in rows from before there were leaves.</summary>
    Guid? Leaf { get; set; }

    /// <summary>Number of the seal over such a row.</summary>
    long? Seal { get; }
}

/// <summary>What one write added to the history: hashed as it is saved, and from then on what a seal covers instead of each row.</summary>
internal sealed record AuditLeaf
{
    /// <summary>Id of the first of its rows.</summary>
    public required Guid Id { get; init; }

    /// <summary>How many rows name it.</summary>
    public required int Rows { get; init; }

    /// <summary>SHA-256 over the rows' content in the order of their ids, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Number of the seal over it; null until the next one is set.</summary>
    public long? Seal { get; init; }
}

/// <summary>One link of the chain over history lines and people's acts: whoever changes a sealed row breaks it (RELIABILITY S9).</summary>
internal sealed record AuditSeal
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many rows are under its leaves.</summary>
    public required int Rows { get; init; }

    /// <summary>SHA-256 over the hash of the seal before and what this one covers, in the order of its ids, lower-case hex.</summary>
    public required string Hash { get; init; }
}
