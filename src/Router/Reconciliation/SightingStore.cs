using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

/// <summary>A status that the ledger calls delivered, with the report it speaks of.</summary>
internal sealed record ToldStatus(LedgerEntry Entry, string ExternalId, string Number);

/// <summary>May a status be given back to its lane?</summary>
internal enum RepeatResult
{
    Possible,

    Done,

    /// <summary>The report moved on: told now it would turn the channel back.</summary>
    Superseded,

    /// <summary>It had its one repeat.</summary>
    Spent,
}

/// <summary>Which delivered statuses were seen at their channel, and which were given back to their lane.</summary>
internal sealed class SightingStore(HubStore store, OperatorJournal journal, HubIds ids, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    /// <summary>Delivered and not yet seen: those never asked for first, then those that were asked for longest ago.</summary>
    public Task<List<ToldStatus>> UnseenAsync(AuditRun run, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var (channel, account, most) = (run.Audit.Channel, run.Audit.Account, options.Value.MostCalls);
            var (from, before) = (run.Order.Window.From, clock.GetUtcNow() - options.Value.ProofAfter);
            var delivered =
                from entry in db.Set<LedgerEntry>().AsNoTracking()
                join report in db.Set<Report>() on entry.ReportId equals report.Id
                where entry.Channel == channel && report.Account == account && entry.Outcome == LedgerOutcome.Delivered && entry.SettledAt < before
                select new { entry, report.ExternalId, report.Number };
            var sightings = db.Set<StatusSighting>().AsNoTracking();

            var fresh = await delivered.Where(row => row.entry.SettledAt >= from && !sightings.Any(sighting => sighting.OperationId == row.entry.Id))
                .OrderBy(row => row.entry.SettledAt).Take(most).ToListAsync(token);
            var again = await (
                from row in delivered
                join sighting in sightings on row.entry.Id equals sighting.OperationId
                where sighting.SeenAt == null
                orderby sighting.AskedAt
                select row).Take(most).ToListAsync(token);
            return fresh.Concat(again).Select(row => new ToldStatus(row.entry, row.ExternalId, row.Number)).ToList();
        },
        cancellationToken);

    public Task<bool> IsRefusedAsync(Guid operation, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => db.Set<LedgerEntry>().AnyAsync(row => row.Id == operation && row.Outcome == LedgerOutcome.Rejected, token), cancellationToken);

    public Task SeenAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        store.WriteAsync((write, token) => NoteAsync(write.Db, entry, seen: true, token), cancellationToken);

    public Task AskedAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        store.WriteAsync((write, token) => NoteAsync(write.Db, entry, seen: false, token), cancellationToken);

    /// <summary>Says what a repair would do, and does nothing but note the question.</summary>
    public Task<RepeatResult> JudgeAsync(LedgerEntry entry, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            await NoteAsync(write.Db, entry, seen: false, token);
            return await JudgeAsync(write.Db, entry, token);
        },
        cancellationToken);

    /// <summary>
    /// Makes the outcome unknown again, if the status is the last word that the channel was told. The lane then does what it does with every
    /// unknown outcome: it asks for the operation and repeats it only when it is absent.
    /// </summary>
    public Task<RepeatResult> RepeatAsync(LedgerEntry entry, ReconciliationOrder order, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            await NoteAsync(write.Db, entry, seen: false, token);
            if (await JudgeAsync(write.Db, entry, token) is var judged and not RepeatResult.Possible)
            {
                return judged;
            }

            DateTimeOffset? now = clock.GetUtcNow();
            var changed = await write.Db.Set<LedgerEntry>().Where(row => row.Id == entry.Id && row.Outcome == LedgerOutcome.Delivered).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Outcome, LedgerOutcome.Unknown).SetProperty(row => row.UnknownSince, now)
                    .SetProperty(row => row.NextAt, now.Value).SetProperty(row => row.SettledAt, (DateTimeOffset?)null)
                    .SetProperty(row => row.Fault, "The channel took it and does not show it."),
                token);
            if (changed == 0)
            {
                return RepeatResult.Superseded;
            }

            await write.Db.Set<StatusSighting>().Where(row => row.OperationId == entry.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.RepeatedAt, now), token);
            await write.Db.InsertAsync([Line(entry, now.Value)], token);
            if (order.By is { } person)
            {
                await journal.AddAsync(write.Db, (person, "reconcile.repair", $"{order.Name} {entry.Id:D}"), $"Given back to its lane: {entry.State}", 1, token);
            }

            return RepeatResult.Done;
        },
        cancellationToken);

    private static async Task<RepeatResult> JudgeAsync(HubDbContext db, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (await db.Set<StatusSighting>().AnyAsync(row => row.OperationId == entry.Id && row.RepeatedAt != null, cancellationToken))
        {
            return RepeatResult.Spent;
        }

        // Also one that is only about to be told: the lane may have it in its hand.
        return await db.Set<LedgerEntry>().AnyAsync(row => row.ReportId == entry.ReportId && row.Sequence > entry.Sequence && row.Outcome != LedgerOutcome.Rejected, cancellationToken)
            ? RepeatResult.Superseded
            : RepeatResult.Possible;
    }

    private Task<int> NoteAsync(HubDbContext db, LedgerEntry entry, bool seen, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var isSeen = seen ? 1 : 0;
        return db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO status_sightings AS held (operation_id, report_id, asked_at, seen_at) VALUES ({entry.Id}, {entry.ReportId}, {now}, CASE WHEN {isSeen} = 1 THEN {now} END)
             ON CONFLICT (operation_id) DO UPDATE SET asked_at = excluded.asked_at, seen_at = COALESCE(held.seen_at, excluded.seen_at)
             """,
            cancellationToken);
    }

    private TimelineEntry Line(LedgerEntry entry, DateTimeOffset at) => new()
    {
        Id = ids.Next(),
        ReportId = entry.ReportId,
        At = at,
        Kind = TimelineKinds.SyncTrouble,
        By = entry.Channel,
        State = entry.State,
        Text = "Kanal menerima status tetapi tidak menampilkannya; ditanyakan lagi dan bila perlu dikirim sekali lagi.",
    };
}
