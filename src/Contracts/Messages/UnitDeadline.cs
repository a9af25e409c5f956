namespace Hub.Contracts.Messages;

/// <summary>A legal time limit of a report is near, over, or has gone to the next level (DOMAIN 2.4): data of id.go.pu.hub.report.deadline.v1.</summary>
/// <param name="Unit">Whom this is told: the unit that has the report, or who stands above it.</param>
/// <param name="Clock">verify, response or completion.</param>
/// <param name="Step">warning, breach, level1, level2 or level3.</param>
/// <param name="LateByDays">Whole working days since it was due; 0 for a warning.</param>
public sealed record UnitDeadline(Guid ReportId, string Number, string Unit, string Clock, string Step, DateTimeOffset DueAt, int LateByDays);
