using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Persistence;

/// <summary>Reads of reports that several rooms need.</summary>
internal static class ReportQueries
{
    /// <summary>Takes the row's lock and the next version in one statement: whoever comes second waits, and sees what the first left.</summary>
    public static async Task<Report?> LockAsync(this HubDbContext db, Guid reportId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = now.UtcDateTime;
        db.Raised?.Add(reportId);
        var rows = await db.Set<Report>()
            .FromSql($"UPDATE reports SET version = version + 1, updated_at = {at} WHERE id = {reportId} RETURNING *")
            .AsNoTracking().ToListAsync(cancellationToken);
        return rows.SingleOrDefault();
    }

    /// <summary>The report that came under this key; not one that something else with this key was added to.</summary>
    public static Task<Guid?> FindReportAsync(this HubDbContext db, (string Channel, string Account, string ExternalId) key, CancellationToken cancellationToken) =>
        db.ReportsOf(key.Channel, key.Account, [key.ExternalId]).Select(report => (Guid?)report.Id).FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reports that came under these keys of one account.</summary>
    public static IQueryable<Report> ReportsOf(this HubDbContext db, string channel, string account, IReadOnlyList<string> externalIds) =>
        from key in db.Set<InboundKey>().AsNoTracking()
        where key.Channel == channel && key.Account == account && externalIds.Contains(key.ExternalId)
        join report in db.Set<Report>().AsNoTracking() on key.ReportId equals report.Id
        where report.ExternalId == key.ExternalId
        select report;
}
