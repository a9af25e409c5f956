using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Reconciliation;

/// <summary>One open disagreement between a channel and the hub.</summary>
/// <param name="Repairing">The hub did what is safe; the next run says whether it helped.</param>
public sealed record FindingLine(
    string Channel, string Account, string Class, string Subject, string ExternalId, string? ReportNumber, string Detail, string WhatToDo,
    DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, bool Repairing);

/// <summary>The last comparison of one account.</summary>
/// <param name="WholeAt">The last time the whole window was seen to its end.</param>
public sealed record ReconciliationLine(string Channel, string Account, DateTimeOffset At, DateTimeOffset? WholeAt, string? Fault);

/// <summary>What operations staff see of reconciliation, and what they may say to it.</summary>
public sealed class ReconciliationDesk
{
    private readonly HubStore store;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal ReconciliationDesk(HubStore store, OperatorJournal journal, TimeProvider clock) => (this.store, this.journal, this.clock) = (store, journal, clock);

    /// <summary>Open and not accepted, oldest first.</summary>
    public Task<List<FindingLine>> OpenAsync(string? channel, int most, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Open(db).Where(finding => channel == null || finding.Channel == channel).OrderBy(finding => finding.FirstSeenAt).ThenBy(finding => finding.Subject).Take(most)
            .Select(finding => new FindingLine(
                finding.Channel, finding.Account, finding.Class.ToString(), finding.Subject, finding.ExternalId, finding.ReportNumber, finding.Detail, finding.WhatToDo,
                finding.FirstSeenAt, finding.LastSeenAt, finding.RepairedAt != null && finding.LastSeenAt <= finding.RepairedAt)).ToListAsync(token),
        cancellationToken);

    public Task<List<ReconciliationLine>> LastAsync(CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => db.Set<ReconciliationState>().AsNoTracking().OrderBy(state => state.Channel).ThenBy(state => state.Account)
            .Select(state => new ReconciliationLine(state.Channel, state.Account, state.At, state.WholeAt, state.Fault)).ToListAsync(token),
        cancellationToken);

    /// <summary>Findings that wait for a person, by channel and class.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = await store.ReadAsync(
            (db, token) => Open(db).Where(finding => finding.RepairedAt == null || finding.LastSeenAt > finding.RepairedAt)
                .GroupBy(finding => new { finding.Channel, finding.Class }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(token),
            cancellationToken);
        return counts.GroupBy(row => row.Key.Channel)
            .ToDictionary(group => group.Key, group => (IReadOnlyDictionary<string, int>)group.ToDictionary(row => row.Key.Class.ToString(), row => row.Count));
    }

    /// <summary>It may stay as it is, says a person; it is listed again when something else is wrong with it.</summary>
    /// <returns>How many open findings have this report's number, external id or subject.</returns>
    public Task<int> AcceptAsync(string subject, string by, string reason, CancellationToken cancellationToken) => store.WriteAsync(
        async (write, token) =>
        {
            DateTimeOffset? now = clock.GetUtcNow();
            var count = await Open(write.Db).Where(finding => finding.Subject == subject || finding.ExternalId == subject || finding.ReportNumber == subject)
                .ExecuteUpdateAsync(set => set.SetProperty(finding => finding.AcceptedAt, now), token);
            if (count > 0)
            {
                await journal.AddAsync(write.Db, (by, "reconcile.accept", subject), reason, count, token);
            }

            return count;
        },
        cancellationToken);

    private static IQueryable<ReconciliationFinding> Open(HubDbContext db) =>
        db.Set<ReconciliationFinding>().AsNoTracking().Where(finding => finding.SettledAt == null && finding.AcceptedAt == null);
}
