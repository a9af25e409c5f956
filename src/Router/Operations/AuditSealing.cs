using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Router.Operations;

/// <summary>
/// Puts seals on the leaves of the history, slice after slice. Leaves are found by having no seal, never by a cursor, so that
/// what commits late is in the next one; the number of the seal is its key, so that two sealers make one chain.
/// </summary>
internal sealed class AuditSealing(HubStore store, TimeProvider clock)
{
    /// <summary>Leaves under one seal; also rows in a leaf of those that have none.</summary>
    private const int Slice = 2_000;

    /// <returns>How many seals were set.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        while (await store.WriteAsync(TakeUpAsync, cancellationToken) == Slice)
        {
        }

        var seals = 0;
        while (await store.WriteAsync(OneAsync, cancellationToken) is var leaves and > 0)
        {
            seals++;
            if (leaves < Slice)
            {
                return seals;
            }
        }

        return seals;
    }

    /// <summary>Rows from before there were leaves, which had no seal yet, get one leaf.</summary>
    /// <returns>How many rows of the larger kind.</returns>
    private static async Task<int> TakeUpAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var (lines, acts) = (await StrayAsync<TimelineEntry>(write.Db, cancellationToken), await StrayAsync<OperatorAct>(write.Db, cancellationToken));
        if (lines.Count + acts.Count == 0)
        {
            return 0;
        }

        var leaf = AuditHash.Leaf([.. lines, .. acts]);
        await write.Db.InsertAsync([leaf], cancellationToken);
        if (await JoinAsync(write.Db, lines, leaf.Id, cancellationToken) + await JoinAsync(write.Db, acts, leaf.Id, cancellationToken) != leaf.Rows)
        {
            throw new OvertakenException("history lines without a leaf");
        }

        return Math.Max(lines.Count, acts.Count);
    }

    private static Task<List<T>> StrayAsync<T>(HubDbContext db, CancellationToken cancellationToken)
        where T : class, IAuditedRow => AuditDesk.Stray<T>(db).OrderBy(row => row.Id).Take(Slice).ToListAsync(cancellationToken);

    private static Task<int> JoinAsync<T>(HubDbContext db, List<T> rows, Guid leaf, CancellationToken cancellationToken)
        where T : class, IAuditedRow
    {
        var ids = rows.ConvertAll(row => row.Id);
        return AuditDesk.Stray<T>(db).Where(row => ids.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Leaf, leaf), cancellationToken);
    }

    /// <returns>How many leaves were sealed.</returns>
    private async Task<int> OneAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var db = write.Db;
        var leaves = await db.Set<AuditLeaf>().AsNoTracking().Where(leaf => leaf.Seal == null).OrderBy(leaf => leaf.Seal).ThenBy(leaf => leaf.Id).Take(Slice).ToListAsync(cancellationToken);
        if (leaves.Count == 0)
        {
            return 0;
        }

        var last = await db.Set<AuditSeal>().AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken);
        var (number, covered, ids) = ((last?.Number ?? 0) + 1, new Sealed(leaves, []), leaves.ConvertAll(leaf => leaf.Id));
        var seal = new AuditSeal { Number = number, At = clock.GetUtcNow(), Rows = covered.Count, Hash = AuditChain.Hash(last?.Hash ?? AuditChain.Root, number, covered) };
        if ((await db.InsertNewAsync([seal], cancellationToken)).Count == 0
            || await db.Set<AuditLeaf>().Where(leaf => leaf.Seal == null && ids.Contains(leaf.Id)).ExecuteUpdateAsync(set => set.SetProperty(leaf => leaf.Seal, number), cancellationToken) != leaves.Count)
        {
            throw new OvertakenException("a seal of the history");
        }

        return leaves.Count;
    }
}

/// <summary>Seals once a minute, in one process at a time.</summary>
[DisallowConcurrentExecution]
internal sealed class AuditSealJob(AuditSealing sealing, Leases leases) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("audit-seal", TimeSpan.FromMinutes(2), cancellationToken) is not null)
        {
            await sealing.RunAsync(cancellationToken);
        }
    }
}
