namespace Hub.Router.Routing.Steps;

/// <summary>What one step of the decision found. The two cases are the whole list.</summary>
internal abstract record StepResult(string Text)
{
    /// <summary>The step has nothing to decide; the next one is asked.</summary>
    public sealed record Goes(string Text) : StepResult(Text);

    public sealed record Ends(string Text, Ruling Ruling) : StepResult(Text);
}

/// <summary>A decision before it is put into words of the contract.</summary>
internal sealed record Ruling(RoutingOutcome Outcome, string Reason, double Confidence)
{
    public string? Unit { get; init; }

    public string? Addressee { get; init; }

    public string? Suggested { get; init; }

    public bool Restricted { get; init; }

    public string? Rule { get; init; }

    /// <summary>Of an assignment: what it is about.</summary>
    public RoutingTopic? Topic { get; init; }

    /// <summary>A hard rule has spoken; no threshold is asked.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The words decide nothing, so no threshold of theirs is asked.</summary>
    public bool IsByCategory { get; init; }

    /// <summary>For triage: what would have been decided.</summary>
    public RoutingOutcome? Leaning { get; init; }
}
