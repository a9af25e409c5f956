using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Routing;

/// <summary>One decision ready to be saved, whoever made it.</summary>
internal sealed record Decided(RoutingOutcome Outcome, string By, string Reason)
{
    public const string Rules = "rules";

    /// <summary>No decision on where a report belongs: its unit ended, and its work goes on elsewhere.</summary>
    public const string Hub = "hub";

    public string? Unit { get; init; }

    public string? Addressee { get; init; }

    public string? SuggestedUnit { get; init; }

    public double Confidence { get; init; } = 1;

    public bool Restricted { get; init; }

    /// <summary>What the reporter may be asked, where only the reporter knows what is missing.</summary>
    public string? Question { get; init; }

    /// <summary>What the reporter is asked while the report waits.</summary>
    public string? Asks { get; init; }

    public string Explanation { get; init; } = "{}";

    public string RuleSet { get; init; } = "";

    public static Decided ByRules(RoutingDecision decision) => new(decision.Outcome, Rules, decision.Reason)
    {
        Unit = decision.Unit,
        Addressee = decision.Addressee,
        SuggestedUnit = decision.SuggestedUnit,
        Confidence = decision.Confidence,
        Restricted = decision.Restricted,
        Question = decision.Question,
        Explanation = decision.Explanation.ToJson(),
        RuleSet = decision.Explanation.RuleSet,
    };

    /// <summary>The same while the reporter's answer is awaited.</summary>
    public Decided Waiting() =>
        this with { Outcome = RoutingOutcome.Triage, Unit = null, SuggestedUnit = Unit ?? SuggestedUnit, Reason = $"Menunggu jawaban pelapor: {Question}" };

    /// <param name="decidedOn">The report the decision was made on; two deciders of it collide.</param>
    public StateChange Change(Report decidedOn, DateTimeOffset now) => new(State, By, Reason, now)
    {
        Asks = Asks,
        DecidedOn = decidedOn.State,
        DecidedOnVersion = By == Rules ? decidedOn.Version : null,
        Unit = Unit,
        Addressee = Addressee,
        Reason = Reason,
    };

    public Assignment Row(Guid id, Report report, DateTimeOffset now) => new()
    {
        Id = id,
        ReportId = report.Id,
        OnVersion = report.Version,
        Outcome = Outcome.ToString(),
        Unit = Unit,
        Addressee = Addressee,
        SuggestedUnit = SuggestedUnit,
        Confidence = Confidence,
        Reason = Reason,
        Explanation = Explanation,
        RuleSet = RuleSet,
        By = By,
        At = now,
    };

    private ReportState State => Outcome switch
    {
        RoutingOutcome.Assigned => ReportState.Assigned,
        RoutingOutcome.NotOurs => ReportState.NotOurs,
        _ => ReportState.Triage,
    };
}
