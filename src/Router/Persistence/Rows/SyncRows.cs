using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Outbox;

namespace Hub.Router.Persistence.Rows;

/// <summary>One status on its way to the channel of origin. The id is the operation id of every attempt.</summary>
internal sealed record LedgerEntry
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string Channel { get; init; }

    /// <summary>Order within the report: its version when the status was made.</summary>
    public required long Sequence { get; init; }

    public required ReportState State { get; init; }

    public required string PublicNote { get; init; }

    public required bool IsWordedByHub { get; init; }

    public string? UnitCode { get; init; }

    public string? Addressee { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required LedgerOutcome Outcome { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset NextAt { get; init; }

    /// <summary>When the outcome first became unknown; the waiting window counts from here.</summary>
    public DateTimeOffset? UnknownSince { get; init; }

    /// <summary>How often it was sent again although nobody could tell whether it had arrived.</summary>
    public int BlindRepeats { get; init; }

    public Guid? LeaseToken { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    public string? ExternalReference { get; init; }

    public string? ExternalVersion { get; init; }

    /// <summary>The highest receipt the channel reported for it.</summary>
    public Receipt? Receipt { get; init; }

    public string? Fault { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>When it was first tried, or tried anew by a person; how long it may go on counts from here.</summary>
    public DateTimeOffset? TriedAt { get; init; }
}

internal enum LedgerOutcome
{
    /// <summary>To be sent.</summary>
    Pending,

    /// <summary>May have arrived; being settled.</summary>
    Unknown,

    /// <summary>The channel has it.</summary>
    Delivered,

    /// <summary>On the recap; a person types it at the channel.</summary>
    WaitingPerson,

    /// <summary>The channel will never take it; a person must look.</summary>
    Rejected,

    /// <summary>Could not be told for too long; holds its report until a person decides.</summary>
    Parked,

    /// <summary>A person decided that the channel need not be told.</summary>
    Dropped,
}

/// <summary>A message saved with the row it speaks of, sent afterwards, deleted when the broker has it.</summary>
internal sealed record OutboxMessage
{
    /// <summary>Travels as the message id; stable over resends.</summary>
    public required Guid Id { get; init; }

    public required string Queue { get; init; }

    /// <summary>Full name of the message on the bus, or the CloudEvents type.</summary>
    public required string MessageType { get; init; }

    public required string ContentType { get; init; }

    /// <summary>Empty where <see cref="IsBodyElsewhere"/>.</summary>
    public required string Body { get; init; }

    /// <summary>The body is the <see cref="UnitEvent"/>'s of the same id: the row cannot be sent as it stands.</summary>
    public bool IsBodyElsewhere => ContentType == BusMessages.InUnitEvents;

    /// <summary>Messages with one key leave in order of <see cref="Sequence"/>.</summary>
    public required Guid OrderKey { get; init; }

    public required long Sequence { get; init; }

    /// <summary>A hint for many: nothing leaves before or behind it, and one that comes twice does no harm.</summary>
    public bool StandsAlone => OrderKey == Id;

    public required DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset NextAt { get; init; }

    /// <summary>How often the broker was there and refused this message.</summary>
    public int Refusals { get; init; }

    /// <summary>Set when it was refused too often: it and the later messages of its report wait for a person.</summary>
    public DateTimeOffset? ParkedAt { get; init; }

    public string? Fault { get; init; }

    public OutboxMessage WithoutBody() => this with { ContentType = BusMessages.InUnitEvents, Body = "" };

    public OutboxMessage WithBody(string body) => this with { ContentType = BusMessages.CloudEventsJson, Body = body };
}

/// <summary>One CloudEvent for a unit's webhook.</summary>
internal sealed record UnitDelivery
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string Unit { get; init; }

    public required long Sequence { get; init; }

    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset NextAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Set when the endpoint will never take it; the unit still finds the report at the API.</summary>
    public DateTimeOffset? RefusedAt { get; init; }

    public string? Fault { get; init; }
}

/// <summary>A status message of a unit, known for ever by unit and event id, with the answer it got.</summary>
internal sealed record UnitMessage
{
    public required string Unit { get; init; }

    public required string EventId { get; init; }

    /// <summary>Hash of the content: the same id with another body is refused.</summary>
    public required string BodyHash { get; init; }

    public required Guid ReportId { get; init; }

    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A unit's API key: only its hash is kept.</summary>
internal sealed record UnitKey
{
    public required string Prefix { get; init; }

    public required string Hash { get; init; }

    public required string Unit { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What it may do: words of <see cref="Units.UnitScopes"/> with a comma between.</summary>
    public required string Scopes { get; init; }

    /// <summary>From then on it opens nothing; null for a key without an end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to some minutes.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
