using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Answers;

/// <summary>An answer that waits, or waited, for a person. Free of identity.</summary>
/// <param name="State">Where the report goes when it is approved.</param>
/// <param name="Now">Where the report stands.</param>
/// <param name="Outcome">Waiting, Approved or Refused.</param>
public sealed record HeldLine(
    Guid Id, string Number, string Channel, string Unit, ReportState State, ReportState Now, DateTimeOffset SaidAt, DateTimeOffset HeldAt, string Outcome, string? DecidedBy, string? Why)
{
    /// <summary>What the citizen reads; hidden where the report is restricted.</summary>
    public string? PublicNote { get; init; }
}

/// <summary>How many answers wait for a person, and how long the oldest has.</summary>
public sealed record HeldPulse(int Waiting, double OldestSeconds);

/// <summary>What waits for approval; deciding is <see cref="AnswerActs"/>.</summary>
public sealed class AnswerDesk
{
    private const string Hidden = "(hanya untuk Inspektorat Jenderal)";

    private readonly HubStore store;
    private readonly TimeProvider clock;

    internal AnswerDesk(HubStore store, TimeProvider clock) => (this.store, this.clock) = (store, clock);

    /// <param name="all">Also what has been decided.</param>
    public Task<List<HeldLine>> ListAsync(bool all, string? unit, int most, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Lines(db, db.Set<HeldAnswer>().Where(row => (all || row.Outcome == HeldOutcome.Waiting) && (unit == null || row.Unit == unit)).OrderBy(row => row.HeldAt).Take(most), token),
        cancellationToken);

    public Task<HeldLine?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        store.ReadAsync(async (db, token) => (await Lines(db, db.Set<HeldAnswer>().Where(row => row.Id == id), token)).SingleOrDefault(), cancellationToken);

    public Task<HeldPulse> PulseAsync(CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var waiting = db.Set<HeldAnswer>().AsNoTracking().Where(row => row.Outcome == HeldOutcome.Waiting);
            var oldest = await waiting.OrderBy(row => row.HeldAt).Select(row => (DateTimeOffset?)row.HeldAt).FirstOrDefaultAsync(token);
            return new HeldPulse(await waiting.CountAsync(token), oldest is { } since ? Math.Max(0, Math.Round((clock.GetUtcNow() - since).TotalSeconds, 1)) : 0);
        },
        cancellationToken);

    private static async Task<List<HeldLine>> Lines(HubDbContext db, IQueryable<HeldAnswer> wanted, CancellationToken cancellationToken)
    {
        var rows = await wanted.AsNoTracking().ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.ReportId).Distinct().ToList();
        var reports = await db.Set<Report>().AsNoTracking().Where(report => ids.Contains(report.Id)).ToDictionaryAsync(report => report.Id, cancellationToken);
        return rows.ConvertAll(row => Line(row, reports[row.ReportId]));
    }

    private static HeldLine Line(HeldAnswer row, Report report) =>
        new(row.Id, report.Number, report.Channel, row.Unit, row.State, report.State, row.SaidAt, row.HeldAt, row.Outcome.ToString(), row.DecidedBy, row.DecidedWhy)
        {
            PublicNote = report.Restricted ? Hidden : row.PublicNote,
        };
}
