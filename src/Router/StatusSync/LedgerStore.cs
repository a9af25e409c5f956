using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.StatusSync;

/// <summary>
/// Reads and writes of the ledger. What the lanes of different reports want of it at the same time is one transaction; the push
/// happens outside any.
/// </summary>
internal sealed class LedgerStore(HubStore store, LedgerQueue queue, LedgerSettlement settlement, OutboundStatuses outbound, TimeProvider clock)
{
    /// <summary>Lanes in one transaction; more than run at once.</summary>
    private const int Most = 128;

    private readonly GroupWork<Ask, (LaneTurn Turn, LedgerEntry? Written)> group = new(
        Most, (asks, stop) => store.WriteAsync((write, token) => SaveAsync(write, asks, (queue, settlement), token), stop), store.IsOutage);

    /// <summary>Channels whose rate is used up, and until when: while many reports come in, each of them asks.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> full = new(StringComparer.Ordinal);

    public async Task<LaneTurn> TakeAsync(Guid reportId, string channel, CancellationToken cancellationToken)
    {
        if (full.TryGetValue(channel, out var earlier) && clock.GetUtcNow() < earlier)
        {
            return new LaneTurn.ChannelWaits(earlier);
        }

        var (turn, _) = await group.AskAsync(new Ask(reportId, null), cancellationToken);
        if (turn is LaneTurn.ChannelWaits { Until: { } until })
        {
            full[channel] = until;
        }

        return turn;
    }

    public Task<List<Guid>> DueAsync(string channel, int most, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => LedgerQueue.DueAsync(db, (channel, most), clock.GetUtcNow(), token), cancellationToken);

    /// <summary>A status as its channel was told it, without the citizen.</summary>
    public Task<OutboundStatus> OutboundAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => outbound.FindAsync(db, entry, token), cancellationToken);

    /// <summary>A push is made once more: from now on it is this one whose outcome is unknown.</summary>
    /// <param name="blind">Nobody could tell whether the first one arrived.</param>
    /// <returns>Null when another holds the lane by now: nothing may be sent.</returns>
    public async Task<LedgerEntry?> RepeatAsync(LedgerEntry entry, bool blind, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var repeats = entry.BlindRepeats + (blind ? 1 : 0);
        var ours = await store.WriteAsync(
            (write, token) => write.Db.Set<LedgerEntry>()
                .Where(row => row.Id == entry.Id && row.LeaseToken == entry.LeaseToken && (row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.UnknownSince, now).SetProperty(row => row.BlindRepeats, repeats), token),
            cancellationToken);
        return ours == 0 ? null : entry with { UnknownSince = now, BlindRepeats = repeats };
    }

    /// <summary>Writes what became of an attempt, unless the lease went to another in the meantime, and takes the report's next status in the same commit.</summary>
    /// <returns>The next turn of the lane, and what was written.</returns>
    public async Task<(LaneTurn Turn, LedgerEntry Written)> SettleAsync(Attempt attempt, bool waitsForPerson, CancellationToken cancellationToken)
    {
        var (turn, written) = await group.AskAsync(new Ask(attempt.Head.ReportId, new Outcome(attempt, waitsForPerson)), cancellationToken);
        return (turn, written!);
    }

    private static async Task<IReadOnlyList<(LaneTurn, LedgerEntry?)>> SaveAsync(
        StoreWrite write, IReadOnlyList<Ask> asks, (LedgerQueue Queue, LedgerSettlement Settlement) ways, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, ChannelCircuit?>(StringComparer.Ordinal);
        var settling = asks.Where(ask => ask.Outcome is not null).ToList();
        var settled = (await ways.Settlement.SaveAsync(write, settling.ConvertAll(ask => ask.Outcome!), seen, cancellationToken))
            .Zip(settling).ToDictionary(pair => pair.Second, pair => pair.First);
        var turns = await ways.Queue.TakeAsync(write, [.. asks.Where(ask => settled.GetValueOrDefault(ask)?.Stops is null).Select(ask => ask.ReportId)], seen, cancellationToken);
        return [.. asks.Select(ask => settled.GetValueOrDefault(ask) is { Stops: { } stops } done ? (stops, done.Written) : (Claim(turns, ask.ReportId), settled.GetValueOrDefault(ask)?.Written))];
    }

    /// <summary>One lane goes; another that asked for the same report finds it at work.</summary>
    private static LaneTurn Claim(Dictionary<Guid, LaneTurn> turns, Guid report)
    {
        var turn = turns[report];
        if (turn is LaneTurn.Go)
        {
            turns[report] = new LaneTurn.Nothing();
        }

        return turn;
    }

    /// <param name="outcome">Null when a lane begins.</param>
    private sealed class Ask(Guid reportId, Outcome? outcome)
    {
        public Guid ReportId => reportId;

        public Outcome? Outcome => outcome;
    }
}
