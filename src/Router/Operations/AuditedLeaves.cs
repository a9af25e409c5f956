using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Operations;

/// <summary>
/// Recomputes the leaves under the seals. The rows of one write stand beside each other, so the history is read once in the
/// order of its ids, and only leaves of which rows are still to come are held.
/// </summary>
internal sealed class AuditedLeaves
{
    private const int Page = 2_000;

    private readonly HubDbContext db;
    private readonly long last;
    private readonly Dictionary<Guid, (AuditLeaf Leaf, List<IAuditedRow> Rows)> open = [];
    private readonly List<AuditResult.Broken> faults = [];
    private long whole;

    private AuditedLeaves(HubDbContext db, long last) => (this.db, this.last) = (db, last);

    /// <param name="last">Number of the last seal to look at.</param>
    /// <returns>The earliest seal under which a row was changed, removed or slipped in.</returns>
    public static async Task<AuditResult.Broken?> FaultAsync(HubDbContext db, long last, CancellationToken cancellationToken)
    {
        var look = new AuditedLeaves(db, last);
        await look.ReadAsync<OperatorAct>(cancellationToken);
        await look.ReadAsync<TimelineEntry>(cancellationToken);
        return await look.FaultAsync(cancellationToken);
    }

    private async Task ReadAsync<T>(CancellationToken cancellationToken)
        where T : class, IAuditedRow
    {
        for (var from = Guid.Empty; await db.Set<T>().AsNoTracking().Where(row => row.Id.CompareTo(from) > 0).OrderBy(row => row.Id).Take(Page).ToListAsync(cancellationToken) is { Count: > 0 } rows;)
        {
            from = rows[^1].Id;
            await OpenAsync([.. rows.Select(row => row.Leaf).OfType<Guid>().Distinct().Where(leaf => !open.ContainsKey(leaf))], cancellationToken);
            foreach (var row in rows.Where(row => row.Leaf is { } leaf && open.ContainsKey(leaf)))
            {
                open[row.Leaf!.Value].Rows.Add(row);
            }

            CloseWhole();
        }
    }

    private async Task OpenAsync(List<Guid> named, CancellationToken cancellationToken)
    {
        var leaves = await db.Set<AuditLeaf>().AsNoTracking().Where(leaf => named.Contains(leaf.Id)).ToListAsync(cancellationToken);
        if (leaves.Count < named.Count)
        {
            faults.Add(new AuditResult.Broken(last + 1, "Rows that wait for it name a write that is not there."));
        }

        foreach (var leaf in leaves.Where(leaf => leaf.Seal <= last))
        {
            open.Add(leaf.Id, (leaf, []));
        }
    }

    private void CloseWhole()
    {
        foreach (var (leaf, rows) in open.Values.Where(each => each.Rows.Count >= each.Leaf.Rows).ToList())
        {
            whole++;
            open.Remove(leaf.Id);
            if (AuditHash.Leaf(rows).Hash != leaf.Hash)
            {
                faults.Add(new AuditResult.Broken(leaf.Seal!.Value, "A row under it was changed."));
            }
        }
    }

    private async Task<AuditResult.Broken?> FaultAsync(CancellationToken cancellationToken)
    {
        faults.AddRange(open.Values.Select(each => new AuditResult.Broken(each.Leaf.Seal!.Value, $"A write under it added {each.Leaf.Rows} rows; there are {each.Rows.Count} now.")));
        var leaves = db.Set<AuditLeaf>().Where(leaf => leaf.Seal <= last);
        if (await leaves.LongCountAsync(cancellationToken) != whole + open.Count
            && await leaves.Where(leaf => !db.Set<TimelineEntry>().Any(row => row.Leaf == leaf.Id) && !db.Set<OperatorAct>().Any(row => row.Leaf == leaf.Id))
                .MinAsync(leaf => leaf.Seal, cancellationToken) is { } number)
        {
            faults.Add(new AuditResult.Broken(number, "All rows that a write under it added are gone."));
        }

        return faults.MinBy(fault => fault.Seal);
    }
}
