namespace Hub.Router.Routing.Trial;

/// <summary>Where a decision sends a report, in one word: a unit's code, an outside addressee, "not ours" without one, or "triage".</summary>
internal static class DecisionTarget
{
    public const string NotOurs = "not ours";
    public const string Triage = "triage";

    public static string Of(Decided decided) => Of(decided.Outcome.ToString(), decided.Unit, decided.Addressee);

    public static string Of(string outcome, string? unit, string? addressee) => outcome switch
    {
        nameof(RoutingOutcome.Assigned) => unit ?? "-",
        nameof(RoutingOutcome.NotOurs) => addressee ?? NotOurs,
        _ => Triage,
    };
}
