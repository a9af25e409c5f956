namespace Hub.Router.Routing;

/// <summary>Where one report goes, and why.</summary>
public sealed record RoutingDecision
{
    public required RoutingOutcome Outcome { get; init; }

    /// <summary>Code of the unit in force on the day of the report; set when <see cref="RoutingOutcome.Assigned"/>.</summary>
    public string? Unit { get; init; }

    /// <summary>Code of the outside addressee (EXT-…); empty when the report is not ours and nobody can be named without guessing.</summary>
    public string? Addressee { get; init; }

    /// <summary>For triage: the unit or addressee that the rules lean to.</summary>
    public string? SuggestedUnit { get; init; }

    /// <summary>0 to 1: with a model the chance that the answer is acceptable, as often as such answers were right in cross-validation; what restricted words decide, and rules without a model, say only how clearly they speak.</summary>
    public required double Confidence { get; init; }

    /// <summary>Only those entitled to supervisory matters may read the report.</summary>
    public bool Restricted { get; init; }

    /// <summary>One plain Indonesian sentence for operators and units.</summary>
    public required string Reason { get; init; }

    public required RoutingExplanation Explanation { get; init; }
}
