using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Deadlines;

/// <summary>Gives clocks to the reports that were there before there were any, once in the life of a store.</summary>
internal sealed class ClockBackfill(HubStore store, ClockWriter writer)
{
    private const int Most = 200;
    private const string Mark = "clocks-begun";

    /// <returns>How many reports got clocks.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadAsync((db, token) => db.Set<Counter>().AnyAsync(row => row.Name == Mark, token), cancellationToken))
        {
            return 0;
        }

        var (all, after) = (0, Guid.Empty);
        while (await SliceAsync(after, cancellationToken) is { } slice)
        {
            all += slice.Begun;
            after = slice.Last;
        }

        await store.WriteAsync((write, token) => write.Db.InsertNewAsync([new Counter { Name = Mark, Value = 1 }], token), cancellationToken);
        return all;
    }

    private async Task<(int Begun, Guid Last)?> SliceAsync(Guid after, CancellationToken cancellationToken)
    {
        var reports = await store.ReadAsync(
            (db, token) => db.Set<Report>().AsNoTracking().Where(report => report.Id.CompareTo(after) > 0).OrderBy(report => report.Id).Take(Most).Select(report => report.Id).ToListAsync(token),
            cancellationToken);
        if (reports.Count == 0)
        {
            return null;
        }

        var begun = await store.WriteAsync((write, token) => BeginAsync(write.Db, reports, token), cancellationToken);
        return (begun, reports[^1]);
    }

    /// <summary>Under the locks of the reports, so that none moves between its history and its clocks.</summary>
    private async Task<int> BeginAsync(HubDbContext db, List<Guid> reportIds, CancellationToken cancellationToken)
    {
        var known = await db.Set<ReportClock>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId)).Select(row => row.ReportId).ToListAsync(cancellationToken);
        var missing = reportIds.Except(known).ToList();
        if (missing.Count == 0)
        {
            return 0;
        }

        await db.Set<Report>().Where(report => missing.Contains(report.Id)).ExecuteUpdateAsync(set => set.SetProperty(report => report.Version, report => report.Version), cancellationToken);
        var reports = await db.Set<Report>().AsNoTracking().Where(report => missing.Contains(report.Id)).OrderBy(report => report.Id).ToListAsync(cancellationToken);
        return await writer.RecallAsync(db, reports, cancellationToken);
    }
}
