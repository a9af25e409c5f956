namespace Hub.Router.Persistence.Rows;

/// <summary>Whether a channel as a whole is told anything. A row, so that all processes see the same; a channel without one is closed.</summary>
internal sealed record ChannelCircuit
{
    public required string Channel { get; init; }

    public required CircuitState State { get; init; }

    /// <summary>When the present state came about.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Open: when a probe may go. Half-open: until when the probe has it.</summary>
    public required DateTimeOffset RetryAt { get; init; }

    /// <summary>Lease of the status that is the probe.</summary>
    public Guid? Probe { get; init; }

    /// <summary>Openings in a row without a recovery in between; the pause grows with them.</summary>
    public required int Openings { get; init; }

    /// <summary>Statuses told since it closed; how many may be under way at once grows with them.</summary>
    public required int Successes { get; init; }

    /// <summary>Reports whose statuses failed in a row, by id with commas.</summary>
    public required string Suspects { get; init; }

    /// <summary>The person who opened it: it stays open until a person closes it.</summary>
    public string? HeldBy { get; init; }

    public string? Reason { get; init; }

    /// <summary>Rises with each change under the row's lock.</summary>
    public required long Version { get; init; }
}

internal enum CircuitState
{
    /// <summary>Statuses go.</summary>
    Closed,

    /// <summary>Nothing goes until the time is up, or until a person closes it.</summary>
    Open,

    /// <summary>One real status is under way to see whether the channel is back.</summary>
    HalfOpen,
}

/// <summary>How much of a rate is used up: the instant at which the allowance is full again.</summary>
internal sealed record SyncBudget
{
    /// <summary>A channel, or a channel and a reporter's reference; never a number or a name.</summary>
    public required string Name { get; init; }

    /// <summary>Microseconds since 1970, so that both engines can calculate with it.</summary>
    public required long FullAt { get; init; }
}
