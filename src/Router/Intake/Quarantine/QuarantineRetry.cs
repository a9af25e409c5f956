using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake.Quarantine;

/// <summary>Tries one entry again, in one transaction under the entry's lock: of two at once, the second finds it settled.</summary>
internal sealed partial class QuarantineRetry(
    HubStore store, QuarantineTry attempt, OperatorJournal journal, TimeProvider clock, ILogger<QuarantineRetry> logger)
{
    public async Task<RetryResult> RetryAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync((write, token) => OnceAsync(write, (id, by), token), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            Log.Failed(logger, id, fault.GetType().Name);
            return await FailedAsync(id, by, ("not_saved", $"What was read could not be saved ({fault.GetType().Name}); report it and retry after the fix."), cancellationToken);
        }
    }

    private async Task<RetryResult> OnceAsync(StoreWrite write, (Guid Id, string By) wanted, CancellationToken cancellationToken)
    {
        var (id, by) = wanted;
        if (await LockAsync(write.Db, id, cancellationToken) is not { } entry)
        {
            return await write.Db.Set<QuarantineEntry>().AnyAsync(row => row.Id == id, cancellationToken) ? new RetryResult.SettledBefore(id) : new RetryResult.NoEntry(id);
        }

        var result = await attempt.RunAsync(write, entry, cancellationToken);
        await journal.AddAsync(write.Db, (by, "quarantine.retry", id.ToString()), Words(result), result is RetryResult.Done ? 1 : 0, cancellationToken);
        return result;
    }

    private Task<RetryResult> FailedAsync(Guid id, string by, (string Code, string Reason) fault, CancellationToken cancellationToken) =>
        store.WriteAsync<RetryResult>(
            async (write, token) =>
            {
                if (await LockAsync(write.Db, id, token) is null)
                {
                    return new RetryResult.SettledBefore(id);
                }

                // The code stays: with the place it is the entry's key.
                await write.Db.Set<QuarantineEntry>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, fault.Reason), token);
                await journal.AddAsync(write.Db, (by, "quarantine.retry", id.ToString()), fault.Reason, 0, token);
                return new RetryResult.StillFails(id, fault.Code, fault.Reason);
            },
            cancellationToken);

    private async Task<QuarantineEntry?> LockAsync(HubDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var rows = await db.Set<QuarantineEntry>()
            .FromSql($"UPDATE quarantine SET attempts = attempts + 1, tried_at = {now} WHERE id = {id} AND settled_at IS NULL RETURNING *")
            .AsNoTracking().ToListAsync(cancellationToken);
        return rows.SingleOrDefault();
    }

    private static string Words(RetryResult result) => result switch
    {
        RetryResult.Done done => $"settled: {done.How}",
        RetryResult.StillFails fails => $"still fails: {fails.Code} {fails.Reason}",
        _ => "nothing to do",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The retry of quarantine entry {EntryId} failed with {Fault}; the entry stays open.")]
        public static partial void Failed(ILogger logger, Guid entryId, string fault);
    }
}
