using Hub.Contracts.Reports;

namespace Hub.Contracts.Channels;

/// <summary>Tells a channel what became of a report.</summary>
public interface IStatusSink
{
    string Channel { get; }

    ChannelCapabilities Capabilities { get; }

    /// <summary>One attempt. Throws only for bugs: whatever the channel does is one of the four outcomes.</summary>
    Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken);

    /// <summary>Settles an unknown outcome by asking the channel whether it has our operation.</summary>
    Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken);
}

/// <summary>What a channel can show and wants to know.</summary>
/// <param name="NeedsReporter">The channel is the conversation with the citizen: the vault gives out the address for the push.</param>
/// <param name="Shows">States worth telling; the ledger holds rows for these only.</param>
/// <param name="LongestNote">Characters of a public note.</param>
/// <param name="WaitsForPerson">Nothing is sent: a person types it at the channel and the hub learns of it later.</param>
public sealed record ChannelCapabilities(IReadOnlyList<ReportState> Shows, bool NeedsReporter, int LongestNote, bool WaitsForPerson = false)
{
    /// <summary>How often the channel may be told; null when it names no limit. Configuration goes over it.</summary>
    public ChannelQuota? Quota { get; init; }

    /// <summary>A shorter note once the citizen has been silent for long; null where its length does not hang on that.</summary>
    public SilentNote? AfterSilence { get; init; }
}

/// <summary>How long a note may be when the citizen has written nothing for so long, as in a template outside a chat's window.</summary>
/// <param name="Longest">Characters on one line.</param>
public sealed record SilentNote(TimeSpan Silence, int Longest);

/// <summary>How many statuses a channel takes, and one recipient on it.</summary>
/// <param name="PerSecond">Sustained calls a second.</param>
/// <param name="Burst">Calls at once after a pause.</param>
/// <param name="RecipientEvery">Pause between two messages to one citizen, once the burst is used up; null without such a limit.</param>
public sealed record ChannelQuota(double PerSecond, int Burst, TimeSpan? RecipientEvery = null, int RecipientBurst = 1);
