using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Reconciliation;

/// <summary>What the hub holds of one account.</summary>
internal sealed class HeldReports(HubStore store)
{
    private const int Page = 2000;

    public async Task<HeldReport?> FindAsync(IChannelAudit audit, string externalId, CancellationToken cancellationToken) =>
        (await FindAsync(audit, [externalId], cancellationToken)).GetValueOrDefault(externalId);

    public Task<Dictionary<string, HeldReport>> FindAsync(IChannelAudit audit, IReadOnlyList<string> externalIds, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Held(db.ReportsOf(audit.Channel, audit.Account, externalIds)).ToDictionaryAsync(report => report.ExternalId, token),
        cancellationToken);

    /// <summary>By when they came, by the channel's clock.</summary>
    public Task<List<HeldReport>> CameAsync(IChannelAudit audit, AuditWindow window, Guid after, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => Held(Of(db, audit)
            .Where(report => report.ReceivedAt >= window.From && report.ReceivedAt < window.To && report.Id.CompareTo(after) > 0)
            .OrderBy(report => report.Id).Take(Page)).ToListAsync(token),
        cancellationToken);

    /// <summary>All pages of <see cref="CameAsync"/>.</summary>
    public async Task<List<HeldReport>> AllCameAsync(IChannelAudit audit, AuditWindow window, CancellationToken cancellationToken)
    {
        List<HeldReport> all = [];
        for (var after = Guid.Empty; await CameAsync(audit, window, after, cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
        {
            all.AddRange(page);
        }

        return all;
    }

    public Task<DateTimeOffset?> PolledAtAsync(IChannelAudit audit, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => db.Set<PollCursor>().AsNoTracking().Where(cursor => cursor.Channel == audit.Channel && cursor.Account == audit.Account)
            .Select(cursor => (DateTimeOffset?)cursor.At).FirstOrDefaultAsync(token),
        cancellationToken);

    private static IQueryable<Report> Of(HubDbContext db, IChannelAudit audit) =>
        db.Set<Report>().AsNoTracking().Where(report => report.Channel == audit.Channel && report.Account == audit.Account);

    private static IQueryable<HeldReport> Held(IQueryable<Report> reports) => reports.Select(report =>
        new HeldReport(report.Id, report.Number, report.ExternalId, report.State, report.ContentVersion, report.ChannelWord, report.ReceivedAt));
}
