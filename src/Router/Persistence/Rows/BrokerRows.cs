namespace Hub.Router.Persistence.Rows;

/// <summary>What was put into a unit's queue, kept until the unit has spoken of the report, and at least until its message has left: the broker may forget it.</summary>
internal sealed record UnitEvent
{
    /// <summary>The CloudEvent's id and the message's: the same at every sending.</summary>
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required string Unit { get; init; }

    public required long Sequence { get; init; }

    /// <summary>Of the message, too: the outbox does not hold it again.</summary>
    public required string Body { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A word of the unit after this proves that it has the event; an earlier one may have crossed it on the way.</summary>
    public required DateTimeOffset SettlesAt { get; init; }

    /// <summary>When it is sent again if the unit still says nothing.</summary>
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>How often it was sent again because the unit said nothing.</summary>
    public int Resends { get; init; }
}
