namespace Hub.Router.Persistence.Rows;

/// <summary>What the shadow rules think of one decision of the rules in force. It moved nothing.</summary>
internal sealed record ShadowDecision
{
    public required Guid Id { get; init; }

    public required Guid ReportId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>agree, differs or failed.</summary>
    public required string Kind { get; init; }

    public required string RuleSet { get; init; }

    public required string ShadowSet { get; init; }

    /// <summary>A unit's code, an outside addressee, "not ours" or "triage".</summary>
    public required string Target { get; init; }

    public required string ShadowTarget { get; init; }

    /// <summary>Why the shadow decides otherwise, and its explanation as JSON; null where both agree.</summary>
    public string? Reason { get; init; }

    public string? Explanation { get; init; }
}
