using Hub.Contracts.Reports;

namespace Hub.Contracts.Channels;

/// <summary>One status of one report on its way to the channel of origin. The operation id stays the same over all attempts.</summary>
public sealed record OutboundStatus(Guid OperationId, string ReportNumber, string Account, string ExternalId, ReportState State, DateTimeOffset OccurredAt)
{
    /// <summary>What the citizen may read; never an internal note.</summary>
    public required string PublicNote { get; init; }

    /// <summary>Nobody wrote a note, so the hub worded the state; a channel that words states itself leaves it out.</summary>
    public bool IsWordedByHub { get; init; }

    public string? UnitCode { get; init; }

    public string? UnitName { get; init; }

    /// <summary>Suggested addressee when the report is not the ministry's (A3).</summary>
    public string? Addressee { get; init; }

    /// <summary>The channel's version of the report that the hub saw last, for a conditional write.</summary>
    public string? ExternalVersion { get; init; }

    /// <summary>When the citizen last wrote; a chat channel's window hangs on it.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>Filled from the vault only for a channel with <see cref="ChannelCapabilities.NeedsReporter"/>.</summary>
    public ReporterIdentity? Reporter { get; init; }
}
