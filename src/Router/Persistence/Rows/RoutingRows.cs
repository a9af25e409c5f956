namespace Hub.Router.Persistence.Rows;

/// <summary>What a report says now would be decided otherwise than where it is: the desk looks at it, nobody moves it silently.</summary>
internal sealed record RoutingDoubt
{
    public required Guid ReportId { get; init; }

    /// <summary>When what it says changed last.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The unit that had it then; when it has gone elsewhere there is no doubt any more.</summary>
    public required string Unit { get; init; }

    /// <summary>Assigned or NotOurs, as the rules would decide now.</summary>
    public required string Outcome { get; init; }

    /// <summary>The unit or the outside addressee that the rules name now; null when they name none.</summary>
    public string? Target { get; init; }

    public required string RuleSet { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public string? SettledBy { get; init; }
}
