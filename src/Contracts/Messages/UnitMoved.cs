namespace Hub.Contracts.Messages;

/// <summary>A report that the unit had goes on elsewhere because the unit ended: data of id.go.pu.hub.report.moved.v1. It needs nothing more from the unit.</summary>
/// <param name="To">Code of the unit that carries it on; absent when a person decides.</param>
public sealed record UnitMoved(Guid ReportId, string Number, string Unit, string? To, string Reason, DateTimeOffset OccurredAt);
