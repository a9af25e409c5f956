namespace Hub.Contracts.Messages;

/// <summary>Fact: a report is stored and waits for a decision. The row holds the rest.</summary>
public sealed record ReportReceived(Guid ReportId, string Channel);
