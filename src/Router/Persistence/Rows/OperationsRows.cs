namespace Hub.Router.Persistence.Rows;

/// <summary>Something operations staff did to the hub's work: a retry, an edit, a replay, a repair. Never deleted, free of identity.</summary>
internal sealed record OperatorAct : IAuditedRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The account of the person, as the verb or the API was told.</summary>
    public required string By { get; init; }

    /// <summary>Fixed word: quarantine.retry, quarantine.edit, replay, sync.retry, reconcile.repair.</summary>
    public required string Verb { get; init; }

    /// <summary>What it was done to: an id, a report's number, a filter.</summary>
    public required string Subject { get; init; }

    /// <summary>Why, or what came of it, in one line.</summary>
    public required string Detail { get; init; }

    /// <summary>How many things it changed.</summary>
    public required int Count { get; init; }

    public Guid? Leaf { get; set; }

    /// <summary>Number of the seal over this act, if it is from before there were leaves.</summary>
    public long? Seal { get; init; }
}
