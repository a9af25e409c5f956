namespace Hub.Router.Persistence.Rows;

/// <summary>One link of the chain over history lines and people's acts: whoever changes a sealed row breaks it (RELIABILITY S9).</summary>
internal sealed record AuditSeal
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many rows it covers.</summary>
    public required int Rows { get; init; }

    /// <summary>SHA-256 over the rows' content in the order of their ids and the hash of the seal before, lower-case hex.</summary>
    public required string Hash { get; init; }
}
