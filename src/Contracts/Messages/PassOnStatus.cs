namespace Hub.Contracts.Messages;

/// <summary>Order: bring what is unsent of this report to its channel, oldest first.</summary>
public sealed record PassOnStatus(Guid ReportId, string Channel)
{
    /// <summary>Further reports of the channel that have something to tell; absent when there is none.</summary>
    public IReadOnlyList<Guid>? Others { get; init; }
}
