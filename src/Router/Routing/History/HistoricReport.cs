namespace Hub.Router.Routing;

/// <summary>A report as it reads now, with the decision that stands.</summary>
/// <param name="Outcome">Assigned, NotOurs or Triage.</param>
/// <param name="Unit">The unit, or the outside addressee of what is not ours; null in triage.</param>
/// <param name="RuleSet">The rule set of the rules' last decision; empty when the rules never decided.</param>
public sealed record HistoricReport(Guid Id, string Number, ReportFacts Facts, string Outcome, string? Unit, string RuleSet, DateTimeOffset ReceivedAt);
