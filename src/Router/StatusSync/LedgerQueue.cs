using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.StatusSync;

/// <summary>
/// Who is next: the oldest unsettled status of each report, if its time has come and its channel and citizen may be told. Many
/// reports are asked for together, with the same few statements as one.
/// </summary>
internal sealed class LedgerQueue(
    ChannelCircuits circuits, SyncBudgets budgets, OutboundStatuses outbound, LedgerLeases leases, TimeProvider clock)
{
    internal const string Open = "outcome IN ('Pending', 'Unknown', 'Parked')";

    /// <summary>A channel whose rate is used up is asked again when there is room for a handful, not for each single one.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);

    /// <summary>Leases heads and marks them unknown until their results are known; what waits for channel or citizen costs no attempt.</summary>
    /// <returns>A turn for each report that was asked for; the row in it is as it was before, with the lease.</returns>
    public async Task<Dictionary<Guid, LaneTurn>> TakeAsync(StoreWrite write, IReadOnlyList<Guid> reports, Dictionary<string, ChannelCircuit?> seen, CancellationToken cancellationToken)
    {
        var turns = reports.Distinct().ToDictionary(report => report, LaneTurn (_) => new LaneTurn.Nothing());
        var now = clock.GetUtcNow();
        var due = (await HeadsAsync(write.Db, [.. turns.Keys], cancellationToken)).FindAll(head => IsDue(head, now));
        if (due.Count == 0)
        {
            return turns;
        }

        var told = await OutboundStatuses.ReportsAsync(write.Db, due.ConvertAll(head => head.ReportId), cancellationToken);
        var wishes = due.ConvertAll(head => new Wish(head, budgets.Of(head, told[head.ReportId].ReporterRef)));
        var purse = await budgets.OpenAsync(write.Db, wishes.SelectMany(wish => wish.Allowances), cancellationToken);
        await ChannelCircuits.LookAsync(write.Db, due.Select(head => head.Channel), seen, cancellationToken);
        var held = new List<LedgerEntry>();
        foreach (var channel in wishes.GroupBy(wish => wish.Head.Channel).OrderBy(channel => channel.Key, StringComparer.Ordinal))
        {
            held.AddRange(await TakeAsync(write.Db, [.. channel], (purse, seen, turns), cancellationToken));
        }

        await purse.SpendAsync(write.Db, cancellationToken);
        foreach (var go in await outbound.MakeAsync(write.Db, held, told, cancellationToken))
        {
            turns[go.Head.ReportId] = go;
        }

        return turns;
    }

    /// <summary>Reports of a channel with something due, oldest first.</summary>
    public static Task<List<Guid>> DueAsync(HubDbContext db, (string Channel, int Most) wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = db.Set<LedgerEntry>().AsNoTracking();

        // What stands behind a waiting or parked status is not due, or a channel's blocked reports would fill the list.
        return rows
            .Where(row => row.Channel == wanted.Channel && (row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown))
            .Where(row => row.NextAt <= now && (row.LeaseUntil == null || row.LeaseUntil < now))
            .Where(row => !rows.Any(earlier => earlier.ReportId == row.ReportId && earlier.Sequence < row.Sequence
                && (earlier.Outcome == LedgerOutcome.Pending || earlier.Outcome == LedgerOutcome.Unknown || earlier.Outcome == LedgerOutcome.Parked)))
            .OrderBy(row => row.NextAt).Take(wanted.Most).Select(row => row.ReportId).ToListAsync(cancellationToken);
    }

    private static async Task<List<LedgerEntry>> HeadsAsync(HubDbContext db, IReadOnlyList<Guid> reports, CancellationToken cancellationToken)
    {
        var open = await db.RowsAsync<LedgerEntry>((nameof(LedgerEntry.ReportId), Open), reports.ToArray(), cancellationToken);
        return [.. open.GroupBy(row => row.ReportId).Select(report => report.MinBy(row => row.Sequence)!).OrderBy(head => head.NextAt).ThenBy(head => head.Id)];
    }

    private static bool IsDue(LedgerEntry head, DateTimeOffset now) => head.Outcome is not LedgerOutcome.Parked && head.NextAt <= now && !(head.LeaseUntil >= now);

    /// <summary>A citizen's limit holds one lane alone; the channel's limits hold all, and each keeps its place.</summary>
    private async Task<List<LedgerEntry>> TakeAsync(
        HubDbContext db, List<Wish> wishes, (SyncPurse Purse, Dictionary<string, ChannelCircuit?> Seen, Dictionary<Guid, LaneTurn> Turns) world, CancellationToken cancellationToken)
    {
        var (gate, room, circuit) = await circuits.AskAsync(db, wishes[0].Head.Channel, world.Seen, cancellationToken);
        List<Wish> going = [];
        List<(LedgerEntry Head, DateTimeOffset At)> later = [];
        foreach (var wish in wishes)
        {
            if (going.Count >= room)
            {
                world.Turns[wish.Head.ReportId] = new LaneTurn.ChannelWaits();
            }
            else if (world.Purse.Full(wish.Allowances) is not { } full)
            {
                world.Purse.Give(wish.Allowances);
                going.Add(wish);
            }
            else if (full.Allowance.IsRecipient)
            {
                later.Add((wish.Head, full.At));
            }
            else
            {
                world.Turns[wish.Head.ReportId] = new LaneTurn.ChannelWaits(full.At + Breath);
            }
        }

        await LedgerLeases.PostponeAsync(db, later, cancellationToken);
        var held = await leases.TakeAsync(db, going.ConvertAll(wish => wish.Head), cancellationToken);
        var ours = held.Select(head => head.Id).ToHashSet();
        going.FindAll(wish => !ours.Contains(wish.Head.Id)).ForEach(wish => world.Purse.TakeBack(wish.Allowances));
        if (gate is CircuitGate.Probe && held is [var probe])
        {
            await circuits.ProbeAsync(db, circuit!, probe, cancellationToken);
        }

        return held;
    }

    private sealed record Wish(LedgerEntry Head, IReadOnlyList<Allowance> Allowances);
}
