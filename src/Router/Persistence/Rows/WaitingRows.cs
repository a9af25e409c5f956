namespace Hub.Router.Persistence.Rows;

/// <summary>An item that came before what it belongs to; its body is read again until that is there or its time is over.</summary>
internal sealed record WaitingItem
{
    public required Guid RawId { get; init; }

    public required string Account { get; init; }

    public required string ExternalId { get; init; }

    public required string Channel { get; init; }

    /// <summary>Where in the body it stands: only this part is read again.</summary>
    public required string Path { get; init; }

    public required string WaitsFor { get; init; }

    /// <summary>By the channel's clock: of several that wait for one report the oldest goes first.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required DateTimeOffset AgainAt { get; init; }

    public int Attempts { get; init; }
}

/// <summary>How many bodies of a channel came in one hour, twins not counted.</summary>
internal sealed record ArrivalHour
{
    public required string Channel { get; init; }

    /// <summary>The full hour it begins with.</summary>
    public required DateTimeOffset Hour { get; init; }

    public required int Count { get; init; }
}
