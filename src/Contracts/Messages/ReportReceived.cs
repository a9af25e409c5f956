namespace Hub.Contracts.Messages;

/// <summary>Fact: a report is stored and waits for a decision. The row holds the rest.</summary>
public sealed record ReportReceived(Guid ReportId, string Channel)
{
    /// <summary>Further reports of the channel that were stored with it; absent when there is none.</summary>
    public IReadOnlyList<Guid>? Others { get; init; }
}
