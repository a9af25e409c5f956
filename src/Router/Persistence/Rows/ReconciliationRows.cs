namespace Hub.Router.Persistence.Rows;

/// <summary>Something on which a channel and the hub do not agree. Survives until a run sees that it no longer holds; free of identity.</summary>
internal sealed record ReconciliationFinding
{
    public required string Channel { get; init; }

    public required string Account { get; init; }

    /// <summary>The channel's id of the report; with # and the operation for a status.</summary>
    public required string Subject { get; init; }

    public required FindingClass Class { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>The hub's number, when it has the report.</summary>
    public string? ReportNumber { get; init; }

    /// <summary>What differs, in one line.</summary>
    public required string Detail { get; init; }

    public required string WhatToDo { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the hub did what is safe; the next run says whether it helped.</summary>
    public DateTimeOffset? RepairedAt { get; init; }

    /// <summary>When a person said that it may stay as it is.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>When a run saw that it no longer holds.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}

/// <summary>The classes of drift between channel and hub (PEERS 3.20).</summary>
internal enum FindingClass
{
    /// <summary>The channel has it, the hub does not.</summary>
    MissingHere,

    /// <summary>The hub has it, the channel does not show it.</summary>
    MissingThere,

    /// <summary>Both have it, in another version or state.</summary>
    Differs,

    /// <summary>A change that no poll has brought yet, or a delivered status that the channel does not show.</summary>
    Late,
}

/// <summary>The last reconciliation of one account, for health and for the timetable.</summary>
internal sealed record ReconciliationState
{
    public required string Channel { get; init; }

    public required string Account { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The last run over the whole window that came to its end.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>Why the last run did not come to its end; null when it did.</summary>
    public string? Fault { get; init; }

    /// <summary>No scheduled run before this time.</summary>
    public required DateTimeOffset NextAt { get; init; }
}

/// <summary>Proof that a delivered status is really shown at its channel (PEERS 3.19).</summary>
internal sealed record StatusSighting
{
    public required Guid OperationId { get; init; }

    public required Guid ReportId { get; init; }

    /// <summary>When the channel was asked last.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When the channel was first seen to show it.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>When it was given back to its lane because the channel does not show it; once and never again.</summary>
    public DateTimeOffset? RepeatedAt { get; init; }
}
