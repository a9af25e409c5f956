using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Operations;

/// <summary>What a look at the whole chain found. The two cases are the whole list.</summary>
public abstract record AuditResult
{
    private AuditResult()
    {
    }

    /// <param name="Head">Hash of the last seal: written down elsewhere, it proves later that nothing was cut off the end.</param>
    /// <param name="Unsealed">Rows that wait for the next seal.</param>
    public sealed record Intact(long Seals, long Rows, string? Head, long Unsealed) : AuditResult;

    public sealed record Broken(long Seal, string Reason) : AuditResult;
}

/// <summary>
/// Recomputes every seal from its leaves and every leaf from the rows as they are now. Seals that are set meanwhile are left to
/// the next look, since a sealer runs beside it.
/// </summary>
public sealed class AuditDesk
{
    private readonly HubStore store;

    internal AuditDesk(HubStore store) => this.store = store;

    public Task<AuditResult> VerifyAsync(CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var last = await db.Set<AuditSeal>().MaxAsync(seal => (long?)seal.Number, token) ?? 0;
            var chain = await ChainAsync(db, last, token);
            return Earliest(chain as AuditResult.Broken, await AuditedLeaves.FaultAsync(db, last, token), await WithoutSealAsync(db, token))
                ?? (AuditResult)((AuditResult.Intact)chain with { Unsealed = await UnsealedAsync(db, token) });
        },
        cancellationToken);

    /// <summary>Rows without a leaf that no seal covers: those from before there were leaves.</summary>
    internal static IQueryable<T> Stray<T>(HubDbContext db)
        where T : class, IAuditedRow => db.Set<T>().AsNoTracking().Where(row => row.Leaf == null && row.Seal == null);

    private static AuditResult.Broken? Earliest(params IEnumerable<AuditResult.Broken?> faults) => faults.OfType<AuditResult.Broken>().MinBy(fault => fault.Seal);

    private static async Task<AuditResult> ChainAsync(HubDbContext db, long last, CancellationToken cancellationToken)
    {
        var (previous, number, rows) = (AuditChain.Root, 0L, 0L);
        while (number < last)
        {
            number++;
            var seal = await db.Set<AuditSeal>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, cancellationToken);
            var covered = await AuditChain.CoveredAsync(db, number, cancellationToken);
            if (Fault(seal, previous, covered) is { } fault)
            {
                return new AuditResult.Broken(number, fault);
            }

            (previous, rows) = (seal!.Hash, rows + seal.Rows);
        }

        return new AuditResult.Intact(number, rows, number == 0 ? null : previous, 0);
    }

    private static string? Fault(AuditSeal? seal, string previous, Sealed covered) => seal switch
    {
        null => "The seal itself is gone.",
        _ when covered.Count != seal.Rows => $"It was set over {seal.Rows} rows; there are {covered.Count} now.",
        _ when AuditChain.Hash(previous, seal.Number, covered) != seal.Hash => "A row under it, or the seal, was changed.",
        _ => null,
    };

    /// <summary>What names a seal that is not there: seals were cut off the end, or rows were slipped in.</summary>
    private static async Task<AuditResult.Broken?> WithoutSealAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var seals = db.Set<AuditSeal>();
        var named = db.Set<AuditLeaf>().Where(leaf => leaf.Seal != null && !seals.Any(seal => seal.Number == leaf.Seal)).Select(leaf => leaf.Seal)
            .Concat(db.Set<TimelineEntry>().Where(row => row.Seal != null && !seals.Any(seal => seal.Number == row.Seal)).Select(row => row.Seal))
            .Concat(db.Set<OperatorAct>().Where(row => row.Seal != null && !seals.Any(seal => seal.Number == row.Seal)).Select(row => row.Seal));
        return await named.MinAsync(cancellationToken) is { } number ? new AuditResult.Broken(number, "Rows carry its number, but there is no such seal.") : null;
    }

    private static async Task<long> UnsealedAsync(HubDbContext db, CancellationToken cancellationToken) =>
        await db.Set<AuditLeaf>().Where(leaf => leaf.Seal == null).SumAsync(leaf => (long)leaf.Rows, cancellationToken)
        + await Stray<TimelineEntry>(db).LongCountAsync(cancellationToken)
        + await Stray<OperatorAct>(db).LongCountAsync(cancellationToken);
}
