using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;

namespace Hub.Router.StatusSync;

/// <summary>Makes the ledger rows: which states a channel is told, and in which words.</summary>
internal sealed class StatusLedger(IEnumerable<IStatusSink> sinks, UnitNames units, HubIds ids, TimeProvider clock)
{
    private readonly FrozenDictionary<string, ChannelCapabilities> channels = sinks.ToFrozenDictionary(sink => sink.Channel, sink => sink.Capabilities);

    /// <summary>A channel that is not configured here still gets its rows: they wait, visibly.</summary>
    public bool Tells(string channel, ReportState state) =>
        !channels.TryGetValue(channel, out var capabilities) || capabilities.Shows.Contains(state);

    /// <summary>Characters that a channel takes in one note when its citizen was heard last at that time; one that is not configured here names no limit.</summary>
    public int LongestNote(string channel, DateTimeOffset lastHeardAt) => !channels.TryGetValue(channel, out var capabilities) ? int.MaxValue
        : capabilities.AfterSilence is { } silent && clock.GetUtcNow() - lastHeardAt >= silent.Silence ? silent.Longest
        : capabilities.LongestNote;

    public LedgerEntry Row(Report report, StateChange change) => new()
    {
        Id = ids.Next(),
        ReportId = report.Id,
        Channel = report.Channel,
        Sequence = report.Version,
        State = change.To,
        IsWordedByHub = change.PublicNote is null,
        PublicNote = Cut(change.PublicNote ?? StatusNotes.For(change.To, report, units), report.Channel),
        UnitCode = report.Unit,
        Addressee = report.Addressee,
        OccurredAt = change.OccurredAt,
        Outcome = LedgerOutcome.Pending,
        NextAt = clock.GetUtcNow(),
    };

    private string Cut(string note, string channel)
    {
        var longest = channels.TryGetValue(channel, out var capabilities) ? capabilities.LongestNote : int.MaxValue;
        return note.Length <= longest ? note : string.Concat(note.AsSpan(0, char.IsHighSurrogate(note[longest - 2]) ? longest - 2 : longest - 1), "…");
    }
}
