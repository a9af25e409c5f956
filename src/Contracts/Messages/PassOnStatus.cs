namespace Hub.Contracts.Messages;

/// <summary>Order: bring what is unsent of this report to its channel, oldest first.</summary>
public sealed record PassOnStatus(Guid ReportId, string Channel);
