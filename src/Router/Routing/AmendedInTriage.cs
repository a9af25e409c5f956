using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>
/// Reports in triage that say something else than what the rules looked at: the hint to look again may be lost with the broker,
/// or with a process that was its own. Each is looked at once after it was touched, and once in the life of a process.
/// </summary>
internal sealed class AmendedInTriage(HubStore store, ReportRouting routing)
{
    private const int Most = 256;

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>How far they have been looked through, by the time of their last change.</summary>
    private DateTimeOffset lookedTo = DateTimeOffset.UnixEpoch;

    /// <param name="before">Later changes are left to their hints.</param>
    public async Task LookAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var from = lookedTo;
        var (touched, amended) = await store.ReadAsync(
            async (db, token) =>
            {
                var some = await db.Set<Report>().AsNoTracking()
                    .Where(report => report.State == ReportState.Triage && report.UpdatedAt > from && report.UpdatedAt < before)
                    .OrderBy(report => report.UpdatedAt).Select(report => new { report.Id, report.UpdatedAt }).Take(Most).ToListAsync(token);
                return (some, await AmendedAsync(db, some.ConvertAll(report => report.Id), token));
            },
            cancellationToken);
        await routing.RouteAsync(amended, cancellationToken);

        // One save dates many alike: those beside the last of a full slice belong to the next one.
        lookedTo = touched.Count < Most ? before
            : touched[^1].UpdatedAt - Moment is var next && next > from ? next
            : touched[^1].UpdatedAt;
    }

    private static async Task<List<Guid>> AmendedAsync(HubDbContext db, List<Guid> reports, CancellationToken cancellationToken) => reports.Count == 0
        ? []
        : await db.Set<Assignment>().AsNoTracking().Where(decision => reports.Contains(decision.ReportId) && decision.By == Decided.Rules && decision.Facts != null)
            .Select(decision => decision.ReportId).Distinct().ToListAsync(cancellationToken);
}
