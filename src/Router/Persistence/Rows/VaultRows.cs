namespace Hub.Router.Persistence.Rows;

/// <summary>A person, sealed. Everything else in the hub carries only the reference.</summary>
internal sealed record VaultReporter
{
    public required Guid Ref { get; init; }

    public required string Channel { get; init; }

    public required byte[] Sealed { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Finds a person again by the peppered hash of what the channel calls them.</summary>
internal sealed record VaultLookup
{
    public required string Hash { get; init; }

    public required Guid Ref { get; init; }
}

/// <summary>What was masked out of a report's text, or the address to answer to, sealed.</summary>
internal sealed record VaultFragment
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    /// <summary>text or reply_to.</summary>
    public required string Kind { get; init; }

    public required byte[] Sealed { get; init; }
}
