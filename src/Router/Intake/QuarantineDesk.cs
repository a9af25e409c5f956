using System.Security.Cryptography;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>What operations staff see of the quarantine and do to it. Every act is in the journal.</summary>
public sealed class QuarantineDesk
{
    private const string Hidden = "(isi laporan hanya untuk Inspektorat Jenderal)";

    private readonly HubStore store;
    private readonly QuarantineEdits edits;
    private readonly QuarantineRetry retries;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal QuarantineDesk(HubStore store, (QuarantineEdits Edits, QuarantineRetry Retries) work, OperatorJournal journal, TimeProvider clock)
    {
        this.store = store;
        (edits, retries) = work;
        this.journal = journal;
        this.clock = clock;
    }

    /// <summary>Oldest first.</summary>
    /// <param name="after">The last entry of the page before.</param>
    public Task<List<QuarantineLine>> ListAsync(QuarantineQuery query, Guid? after, int most, CancellationToken cancellationToken) =>
        store.ReadAsync(
            (db, token) =>
            {
                var position = after ?? Guid.Empty;
                return Matching(db, query).Where(row => row.Id.CompareTo(position) > 0).OrderBy(row => row.Id).Take(most)
                    .Select(row => new QuarantineLine(row.Id, row.At, row.Channel, row.Path, row.Code, row.Reason, row.Attempts, row.TriedAt, row.Settled))
                    .ToListAsync(token);
            },
            cancellationToken);

    public Task<int> CountAsync(QuarantineQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => Matching(db, query).CountAsync(token), cancellationToken);

    /// <returns>Null when there is no such entry.</returns>
    public Task<QuarantineDetail?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        store.ReadAsync<QuarantineDetail?>(
            async (db, token) =>
            {
                if (await db.Set<QuarantineEntry>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, token) is not { } row)
                {
                    return null;
                }

                var line = new QuarantineLine(row.Id, row.At, row.Channel, row.Path, row.Code, row.Reason, row.Attempts, row.TriedAt, row.Settled);
                try
                {
                    var (item, copies) = await edits.OriginalAsync(db, row, token);
                    var shown = await IsRestrictedAsync(db, row, token) ? Hidden : MaskedBody.Show(item.Body);
                    return new QuarantineDetail(line, row.SettledBy, copies, item.Body.Length, Convert.ToHexStringLower(SHA256.HashData(item.Body.Span)), shown);
                }
                catch (SealException fault)
                {
                    return new QuarantineDetail(line, row.SettledBy, 0, 0, "", fault.Message);
                }
            },
            cancellationToken);

    /// <summary>The original bytes with everything in them; that somebody looked is written down.</summary>
    /// <returns>Null when there is no such entry.</returns>
    public Task<byte[]?> RevealAsync(Guid id, string by, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async (write, token) =>
            {
                if (await write.Db.Set<QuarantineEntry>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, token) is not { } row)
                {
                    return null;
                }

                var (item, _) = await edits.OriginalAsync(write.Db, row, token);
                await journal.AddAsync(write.Db, (by, "quarantine.reveal", id.ToString()), "looked at the stored bytes", 1, token);
                return item.Body.ToArray();
            },
            cancellationToken);

    /// <summary>Stores an edited copy, which a retry reads in place of the original.</summary>
    public Task<EditResult> EditAsync(Guid id, byte[] copy, string by, CancellationToken cancellationToken) => edits.EditAsync(id, copy, by, cancellationToken);

    public Task<RetryResult> RetryAsync(Guid id, string by, CancellationToken cancellationToken) => retries.RetryAsync(id, by, cancellationToken);

    /// <summary>Settles an entry that needs no reading. Its bytes stay.</summary>
    public Task<DiscardResult> DiscardAsync(Guid id, (string By, string Reason) decision, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async (write, token) =>
            {
                var (now, by) = (clock.GetUtcNow(), IdentityMask.OneLine(decision.By));
                var settled = await write.Db.Set<QuarantineEntry>().Where(row => row.Id == id && row.SettledAt == null).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.SettledAt, now).SetProperty(row => row.Settled, SettledHow.Discarded).SetProperty(row => row.SettledBy, by), token);
                if (settled == 0)
                {
                    return await write.Db.Set<QuarantineEntry>().AnyAsync(row => row.Id == id, token) ? DiscardResult.SettledBefore : DiscardResult.NoEntry;
                }

                await journal.AddAsync(write.Db, (decision.By, "quarantine.discard", id.ToString()), decision.Reason, 1, token);
                return DiscardResult.Done;
            },
            cancellationToken);

    private static IQueryable<QuarantineEntry> Matching(HubDbContext db, QuarantineQuery query) => db.Set<QuarantineEntry>().AsNoTracking()
        .Where(row => (query.All || row.SettledAt == null) && (query.Channel == null || row.Channel == query.Channel) && (query.Code == null || row.Code == query.Code));

    /// <summary>A body that made a restricted report, or says itself that it is secret.</summary>
    private async Task<bool> IsRestrictedAsync(HubDbContext db, QuarantineEntry row, CancellationToken cancellationToken) => row.RawId is { } rawId
        && (await db.Set<Report>().AnyAsync(report => report.RawId == rawId && report.Restricted, cancellationToken) || await edits.IsSecretAsync(db, rawId, cancellationToken));
}
