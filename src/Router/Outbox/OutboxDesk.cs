using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Outbox;

/// <param name="Report">The report it speaks of; its later messages wait behind it.</param>
/// <param name="Behind">How many wait behind it.</param>
public sealed record WaitingMessage(Guid Id, Guid Report, string Queue, string Type, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? ParkedAt, string? Fault, int Behind);

/// <summary>What a person may see of the outbox and do to it.</summary>
public sealed class OutboxDesk
{
    private readonly HubStore store;
    private readonly OperatorJournal journal;
    private readonly TimeProvider clock;

    internal OutboxDesk(HubStore store, OperatorJournal journal, TimeProvider clock)
    {
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /// <summary>Messages that were tried in vain, parked ones first.</summary>
    public Task<List<WaitingMessage>> ListAsync(int most, CancellationToken cancellationToken) =>
        store.ReadAsync(
            (db, token) =>
            {
                var rows = db.Set<OutboxMessage>().AsNoTracking();
                return rows.Where(row => row.ParkedAt != null || row.Attempts > 0)
                    .OrderBy(row => row.ParkedAt == null).ThenBy(row => row.CreatedAt).Take(most)
                    .Select(row => new WaitingMessage(
                        row.Id, row.OrderKey, row.Queue, row.MessageType, row.CreatedAt, row.Attempts, row.ParkedAt, row.Fault,
                        rows.Count(later => later.OrderKey == row.OrderKey && later.Sequence > row.Sequence)))
                    .ToListAsync(token);
            },
            cancellationToken);

    /// <summary>Parked messages are tried again at once, with all their patience.</summary>
    /// <param name="messageIds">Empty for all that are parked.</param>
    /// <returns>How many.</returns>
    public Task<int> RetryAsync(IReadOnlyList<Guid> messageIds, (string By, string Reason) act, CancellationToken cancellationToken) =>
        store.WriteAsync(
            async (write, token) =>
            {
                var now = clock.GetUtcNow();
                var all = messageIds.Count == 0;
                var count = await write.Db.Set<OutboxMessage>().Where(row => row.ParkedAt != null && (all || messageIds.Contains(row.Id))).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.ParkedAt, (DateTimeOffset?)null).SetProperty(row => row.Refusals, 0).SetProperty(row => row.NextAt, now),
                    token);
                await journal.AddAsync(write.Db, (act.By, "outbox.retry", all ? "all parked" : string.Join(' ', messageIds)), act.Reason, count, token);
                return count;
            },
            cancellationToken);
}
