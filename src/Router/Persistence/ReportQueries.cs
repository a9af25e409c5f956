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
        var rows = await db.Set<Report>()
            .FromSql($"UPDATE reports SET version = version + 1, updated_at = {at} WHERE id = {reportId} RETURNING *")
            .AsNoTracking().ToListAsync(cancellationToken);
        return rows.SingleOrDefault();
    }

    public static Task<Guid?> FindReportAsync(this HubDbContext db, (string Channel, string Account, string ExternalId) key, CancellationToken cancellationToken) =>
        db.Set<Report>().AsNoTracking()
            .Where(report => report.Channel == key.Channel && report.Account == key.Account && report.ExternalId == key.ExternalId)
            .Select(report => (Guid?)report.Id).FirstOrDefaultAsync(cancellationToken);
}
