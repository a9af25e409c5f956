using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Router.Operations;

/// <summary>
/// Puts seals on history lines and people's acts, slice after slice. Rows are found by having no seal, never by a cursor, so
/// that what commits late is in the next one; the number of the seal is its key, so that two sealers make one chain.
/// </summary>
internal sealed class AuditSealing(HubStore store, TimeProvider clock)
{
    /// <summary>Rows of each kind under one seal.</summary>
    private const int Slice = 500;

    /// <returns>How many seals were set.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var seals = 0;
        while (await store.WriteAsync(OneAsync, cancellationToken) is var rows and > 0)
        {
            seals++;
            if (rows < Slice)
            {
                return seals;
            }
        }

        return seals;
    }

    /// <returns>How many rows were sealed.</returns>
    private async Task<int> OneAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var db = write.Db;
        var lines = await AuditChain.LinesAsync(db, null, Slice, cancellationToken);
        if (lines.Count == 0)
        {
            return 0;
        }

        var last = await db.Set<AuditSeal>().AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancellationToken);
        var number = (last?.Number ?? 0) + 1;
        var seal = new AuditSeal { Number = number, At = clock.GetUtcNow(), Rows = lines.Count, Hash = AuditChain.Hash(last?.Hash ?? AuditChain.Root, number, lines) };
        if ((await db.InsertNewAsync([seal], cancellationToken)).Count == 0 || await MarkAsync(db, lines, number, cancellationToken) != lines.Count)
        {
            throw new OvertakenException("a seal of the history");
        }

        return lines.Count;
    }

    private static async Task<int> MarkAsync(HubDbContext db, IReadOnlyList<SealedLine> lines, long number, CancellationToken cancellationToken)
    {
        var history = IdsOf(lines, "timeline/");
        var acts = IdsOf(lines, "operator_acts/");
        return await db.Set<TimelineEntry>().Where(row => row.Seal == null && history.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Seal, number), cancellationToken)
            + await db.Set<OperatorAct>().Where(row => row.Seal == null && acts.Contains(row.Id)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Seal, number), cancellationToken);
    }

    private static List<Guid> IdsOf(IEnumerable<SealedLine> lines, string table) =>
        [.. lines.Where(line => line.Id.StartsWith(table, StringComparison.Ordinal)).Select(line => Guid.Parse(line.Id.AsSpan(table.Length)))];
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
