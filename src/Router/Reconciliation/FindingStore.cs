using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Reconciliation;

/// <summary>What one run changed in the list of findings.</summary>
internal sealed record SavedFindings(int New, int Settled);

/// <summary>The list of findings: survives runs, and shrinks only by what a run has seen.</summary>
internal sealed class FindingStore(HubStore store, TimeProvider clock)
{
    private const int Chunk = 200;

    /// <summary>Reports with an open finding, the longest unseen first.</summary>
    public Task<List<string>> OpenReportsAsync(IChannelAudit audit, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Open(db, audit).Where(finding => finding.Subject == finding.ExternalId).OrderBy(finding => finding.LastSeenAt)
            .Select(finding => finding.ExternalId).ToListAsync(token),
        cancellationToken);

    /// <summary>Operations with an open finding.</summary>
    public Task<List<string>> OpenStatusesAsync(IChannelAudit audit, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Open(db, audit).Where(finding => finding.Subject != finding.ExternalId).Select(finding => finding.Subject).ToListAsync(token),
        cancellationToken);

    public async Task<SavedFindings> SaveAsync(AuditRun run, CancellationToken cancellationToken)
    {
        var audit = run.Audit;
        var now = clock.GetUtcNow();
        var open = await store.ReadAsync((db, token) => Open(db, audit).Select(finding => finding.Subject).ToHashSetAsync(token), cancellationToken);
        foreach (var chunk in run.Found.Chunk(Chunk))
        {
            await store.WriteAsync(
                async (write, token) =>
                {
                    foreach (var draft in chunk)
                    {
                        await KeepAsync(write.Db, (audit, draft), now, token);
                    }
                },
                cancellationToken);
        }

        var found = run.Found.Select(draft => draft.Subject).ToHashSet();
        var gone = open.Where(subject => run.Examined.Contains(subject) && !found.Contains(subject)).ToList();
        foreach (var chunk in gone.Chunk(Chunk))
        {
            await store.WriteAsync(
                (write, token) => Open(write.Db, audit).Where(finding => chunk.Contains(finding.Subject))
                    .ExecuteUpdateAsync(set => set.SetProperty(finding => finding.SettledAt, now), token),
                cancellationToken);
        }

        return new SavedFindings(found.Count(subject => !open.Contains(subject)), gone.Count);
    }

    /// <summary>A finding that comes back after it was settled begins anew; what a person accepted holds for as long as nothing else is wrong with it.</summary>
    private static Task KeepAsync(HubDbContext db, (IChannelAudit Audit, FindingDraft Draft) finding, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (audit, draft) = finding;
        var (now, kind, detail) = (at.UtcDateTime, draft.Class.ToString(), IdentityMask.OneLine(draft.Detail));
        var repaired = draft.IsRepaired ? 1 : 0;
        return db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO reconciliation_findings AS held
                 (channel, account, subject, class, external_id, report_number, detail, what_to_do, first_seen_at, last_seen_at, repaired_at)
             VALUES ({audit.Channel}, {audit.Account}, {draft.Subject}, {kind}, {draft.ExternalId}, {draft.Number}, {detail}, {draft.WhatToDo},
                 {now}, {now}, CASE WHEN {repaired} = 1 THEN {now} END)
             ON CONFLICT (channel, account, subject) DO UPDATE SET
                 class = excluded.class, report_number = excluded.report_number, detail = excluded.detail, what_to_do = excluded.what_to_do,
                 first_seen_at = CASE WHEN held.settled_at IS NULL THEN held.first_seen_at ELSE excluded.first_seen_at END,
                 last_seen_at = excluded.last_seen_at,
                 repaired_at = CASE WHEN excluded.repaired_at IS NOT NULL THEN excluded.repaired_at WHEN held.settled_at IS NULL THEN held.repaired_at END,
                 accepted_at = CASE WHEN held.settled_at IS NULL AND held.detail = excluded.detail THEN held.accepted_at END,
                 settled_at = NULL
             """,
            cancellationToken);
    }

    private static IQueryable<ReconciliationFinding> Open(HubDbContext db, IChannelAudit audit) => db.Set<ReconciliationFinding>().AsNoTracking()
        .Where(finding => finding.Channel == audit.Channel && finding.Account == audit.Account && finding.SettledAt == null);
}
