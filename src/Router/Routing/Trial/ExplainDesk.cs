using Hub.Contracts.Reports;

namespace Hub.Router.Routing.Trial;

/// <summary>One decision on a report, by the rules or by somebody.</summary>
/// <param name="Target">A unit's code, an outside addressee, "not ours" or "triage".</param>
/// <param name="Told">As it was stored; null for a person's.</param>
public sealed record ExplainedDecision(DateTimeOffset At, string By, string Outcome, string Target, string? Suggested, double Confidence, string Reason, string RuleSet, RoutingExplanation? Told)
{
    /// <summary>The report says something else since.</summary>
    public bool OnOlderContent { get; init; }
}

/// <param name="Facts">What the rules would look at now.</param>
public sealed record ExplainedReport(string Number, ReportState State, ReportFacts Facts, IReadOnlyList<ExplainedDecision> Decisions);

/// <summary>Everything that was ever decided about a report, and why.</summary>
public sealed class ExplainDesk
{
    private readonly PastDecisions past;

    internal ExplainDesk(PastDecisions past) => this.past = past;

    public async Task<ExplainedReport?> FindAsync(string number, CancellationToken cancellationToken) =>
        await past.FindAsync(number, cancellationToken) is not { } found ? null : new ExplainedReport(
            found.Report.Number, found.Report.State, ReportRouting.Facts(found.Report),
            [.. found.Decisions.Select(row => new ExplainedDecision(
                row.At, row.By, row.Outcome, DecisionTarget.Of(row.Outcome, row.Unit, row.Addressee), row.SuggestedUnit, row.Confidence, row.Reason, row.RuleSet,
                RoutingExplanation.Parse(row.Explanation)) { OnOlderContent = row.Facts is not null })]);
}
