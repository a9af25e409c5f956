using System.Runtime.CompilerServices;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing.Trial;

/// <param name="Decisions">All of them, by whomever, oldest first.</param>
/// <param name="Clock">Null for a report whose clocks never ran.</param>
internal sealed record PastReport(Report Report, IReadOnlyList<Assignment> Decisions, ReportClock? Clock)
{
    /// <summary>The decision that stands; null before the first one.</summary>
    public Assignment? Standing => Decisions.LastOrDefault(decision => decision.By != Decided.Hub);
}

/// <summary>Reports that were received since an instant, with how they were decided; page by page, so that a million of them need no more memory than a thousand.</summary>
internal sealed class PastDecisions(HubStore store)
{
    private const int Page = 500;

    /// <param name="explained">With the explanations, which are most of the bytes.</param>
    public async IAsyncEnumerable<PastReport> ReadAsync(DateTimeOffset from, bool explained, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        while (true)
        {
            var page = await store.ReadAsync((db, token) => PageAsync(db, (from, after, explained), token), cancellationToken);
            foreach (var past in page)
            {
                yield return past;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Report.Id;
        }
    }

    public Task<PastReport?> FindAsync(string number, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) => await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, token) is { } report
            ? (await WithDecisionsAsync(db, [report], explained: true, token))[0]
            : null,
        cancellationToken);

    private static async Task<List<PastReport>> PageAsync(HubDbContext db, (DateTimeOffset From, Guid After, bool Explained) wanted, CancellationToken cancellationToken)
    {
        var (from, after) = (wanted.From, wanted.After);
        var reports = await db.Set<Report>().AsNoTracking().Where(row => row.ReceivedAt >= from && row.Id.CompareTo(after) > 0)
            .OrderBy(row => row.Id).Take(Page).ToListAsync(cancellationToken);
        return await WithDecisionsAsync(db, reports, wanted.Explained, cancellationToken);
    }

    private static async Task<List<PastReport>> WithDecisionsAsync(HubDbContext db, List<Report> reports, bool explained, CancellationToken cancellationToken)
    {
        var ids = reports.ConvertAll(report => report.Id);
        var decisions = await db.Set<Assignment>().AsNoTracking().Where(row => ids.Contains(row.ReportId))
            .Select(row => new Assignment
            {
                Id = row.Id,
                ReportId = row.ReportId,
                OnVersion = row.OnVersion,
                Outcome = row.Outcome,
                Unit = row.Unit,
                Addressee = row.Addressee,
                SuggestedUnit = row.SuggestedUnit,
                Confidence = row.Confidence,
                Reason = row.Reason,
                Explanation = explained ? row.Explanation : "",
                RuleSet = row.RuleSet,
                By = row.By,
                At = row.At,
                Facts = row.Facts,
            }).ToListAsync(cancellationToken);
        var clocks = await db.Set<ReportClock>().AsNoTracking().Where(row => ids.Contains(row.ReportId)).ToDictionaryAsync(row => row.ReportId, cancellationToken);
        var byReport = decisions.ToLookup(row => row.ReportId);
        return reports.ConvertAll(report => new PastReport(report, [.. byReport[report.Id].OrderBy(row => row.OnVersion)], clocks.GetValueOrDefault(report.Id)));
    }
}
