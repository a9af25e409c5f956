using System.Globalization;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Operations;

/// <summary>What one seal covers. Rows without a leaf are under a seal from before there were leaves.</summary>
internal sealed record Sealed(IReadOnlyList<AuditLeaf> Leaves, IReadOnlyList<IAuditedRow> Rows)
{
    public int Count => Leaves.Sum(leaf => leaf.Rows) + Rows.Count;
}

/// <summary>The hash over what a seal covers and the seal before it.</summary>
internal static class AuditChain
{
    /// <summary>What the first seal stands on.</summary>
    public const string Root = "hub audit 1";

    public static string Hash(string previous, long number, Sealed covered)
    {
        using var hash = new AuditHash();
        hash.Add(previous);
        hash.Add(number.ToString(CultureInfo.InvariantCulture));
        foreach (var row in AuditHash.Ordered(covered.Rows))
        {
            hash.Add(row);
        }

        foreach (var leaf in covered.Leaves.OrderBy(leaf => leaf.Id))
        {
            hash.Add(leaf);
        }

        return hash.Result();
    }

    public static async Task<Sealed> CoveredAsync(HubDbContext db, long seal, CancellationToken cancellationToken) => new(
        await db.Set<AuditLeaf>().AsNoTracking().Where(leaf => leaf.Seal == seal).ToListAsync(cancellationToken),
        [
            .. await db.Set<TimelineEntry>().AsNoTracking().Where(row => row.Seal == seal).ToListAsync(cancellationToken),
            .. await db.Set<OperatorAct>().AsNoTracking().Where(row => row.Seal == seal).ToListAsync(cancellationToken),
        ]);
}
