using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>Who is next: the oldest unsettled status of a report, if its time has come and its channel and citizen may be told.</summary>
internal sealed class LedgerQueue(ChannelCircuits circuits, SyncBudgets budgets, IOptions<StatusSyncOptions> options, HubIds ids, TimeProvider clock)
{
    /// <summary>Leases the head of a report and marks it unknown until its result is known; what waits for channel or citizen costs no attempt.</summary>
    /// <returns>The row as it was before, with the lease.</returns>
    public async Task<LaneTurn> TakeAsync(StoreWrite write, Guid reportId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await HeadAsync(write.Db, reportId, cancellationToken) is not { } head || !IsDue(head, now))
        {
            return new LaneTurn.Nothing();
        }

        var (gate, circuit) = await circuits.AskAsync(write.Db, head.Channel, cancellationToken);
        if (gate is CircuitGate.Shut)
        {
            return new LaneTurn.ChannelWaits();
        }

        var allowances = await budgets.OfAsync(write.Db, head, cancellationToken);
        if (await budgets.FullAsync(write.Db, allowances, cancellationToken) is { } full)
        {
            return await WaitAsync(write.Db, head, full, cancellationToken);
        }

        var held = Leased(head, now);
        if (!await LeaseAsync(write.Db, head, held, cancellationToken))
        {
            return new LaneTurn.Nothing();
        }

        await budgets.SpendAsync(write.Db, allowances, cancellationToken);
        if (gate is CircuitGate.Probe)
        {
            await circuits.ProbeAsync(write.Db, circuit!, held, cancellationToken);
        }

        return new LaneTurn.Go(held);
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

    private static Task<LedgerEntry?> HeadAsync(HubDbContext db, Guid reportId, CancellationToken cancellationToken) => db.Set<LedgerEntry>().AsNoTracking()
        .Where(row => row.ReportId == reportId && (row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown || row.Outcome == LedgerOutcome.Parked))
        .OrderBy(row => row.Sequence).FirstOrDefaultAsync(cancellationToken);

    private static bool IsDue(LedgerEntry head, DateTimeOffset now) => head.Outcome is not LedgerOutcome.Parked && head.NextAt <= now && !(head.LeaseUntil >= now);

    private LedgerEntry Leased(LedgerEntry head, DateTimeOffset now) => head with
    {
        LeaseToken = ids.Next(),
        LeaseUntil = now + options.Value.LeaseTime,
        Attempts = head.Attempts + 1,
        UnknownSince = head.UnknownSince ?? now,
        TriedAt = head.TriedAt ?? now,
    };

    /// <summary>A citizen's limit holds this lane alone; the channel's holds all, and each keeps its place.</summary>
    private static async Task<LaneTurn> WaitAsync(HubDbContext db, LedgerEntry head, (Allowance Allowance, DateTimeOffset At) full, CancellationToken cancellationToken)
    {
        if (!full.Allowance.IsRecipient)
        {
            return new LaneTurn.ChannelWaits();
        }

        await Untouched(db, head).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAt, full.At), cancellationToken);
        return new LaneTurn.Nothing();
    }

    private static async Task<bool> LeaseAsync(HubDbContext db, LedgerEntry head, LedgerEntry held, CancellationToken cancellationToken) =>
        await Untouched(db, head).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LeaseToken, held.LeaseToken).SetProperty(row => row.LeaseUntil, held.LeaseUntil)
                .SetProperty(row => row.Outcome, LedgerOutcome.Unknown).SetProperty(row => row.UnknownSince, held.UnknownSince)
                .SetProperty(row => row.Attempts, held.Attempts).SetProperty(row => row.TriedAt, held.TriedAt),
            cancellationToken) == 1;

    /// <summary>The row as it was read: attempts and lease tell whether another lane was here since, the outcome whether a receipt or a person was.</summary>
    private static IQueryable<LedgerEntry> Untouched(HubDbContext db, LedgerEntry head) =>
        db.Set<LedgerEntry>().Where(row => row.Id == head.Id && row.Attempts == head.Attempts && row.LeaseToken == head.LeaseToken && row.Outcome == head.Outcome);
}
