namespace Hub.Contracts.Messages;

/// <summary>An answer of the unit did not go out to the citizen: data of id.go.pu.hub.report.answer.refused.v1.</summary>
/// <param name="Reason">What to change before it is said again.</param>
public sealed record UnitAnswerRefused(Guid ReportId, string Number, string Unit, string Reason, DateTimeOffset OccurredAt);
