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
    public sealed record Intact(long Seals, long Rows, string? Head, int Unsealed) : AuditResult;

    public sealed record Broken(long Seal, string Reason) : AuditResult;
}

/// <summary>Recomputes every seal from the rows as they are now.</summary>
public sealed class AuditDesk
{
    private readonly HubStore store;

    internal AuditDesk(HubStore store) => this.store = store;

    public Task<AuditResult> VerifyAsync(CancellationToken cancellationToken) => store.ReadAsync<AuditResult>(
        async (db, token) =>
        {
            var (previous, number, rows) = (AuditChain.Root, 0L, 0L);
            while (await db.Set<AuditSeal>().AsNoTracking().Where(row => row.Number > number).OrderBy(row => row.Number).FirstOrDefaultAsync(token) is { } seal)
            {
                number++;
                var lines = seal.Number == number ? await AuditChain.LinesAsync(db, number, int.MaxValue, token) : [];
                if (Fault(seal, (number, previous), lines) is { } fault)
                {
                    return new AuditResult.Broken(number, fault);
                }

                (previous, rows) = (seal.Hash, rows + seal.Rows);
            }

            return (AuditResult?)await StrayAsync(db, number, token)
                ?? new AuditResult.Intact(number, rows, number == 0 ? null : previous, (await AuditChain.LinesAsync(db, null, int.MaxValue, token)).Count);
        },
        cancellationToken);

    private static string? Fault(AuditSeal seal, (long Number, string Previous) expected, IReadOnlyList<SealedLine> lines) =>
        seal.Number != expected.Number ? "The seal itself is gone."
        : lines.Count != seal.Rows ? $"It was set over {seal.Rows} rows; there are {lines.Count} now."
        : AuditChain.Hash(expected.Previous, expected.Number, lines) != seal.Hash ? "A row under it, or the seal, was changed."
        : null;

    /// <summary>Rows under a number past the end: seals were cut off, or rows were slipped in.</summary>
    private static async Task<AuditResult.Broken?> StrayAsync(HubDbContext db, long last, CancellationToken cancellationToken)
    {
        var stray = await db.Set<TimelineEntry>().Where(row => row.Seal > last || row.Seal < 1).Select(row => row.Seal)
            .Concat(db.Set<OperatorAct>().Where(row => row.Seal > last || row.Seal < 1).Select(row => row.Seal)).MinAsync(cancellationToken);
        return stray is { } number ? new AuditResult.Broken(number, "Rows carry its number, but there is no such seal.") : null;
    }
}
