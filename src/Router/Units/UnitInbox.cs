using System.Globalization;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Units;

/// <summary>A report as its unit sees it, with where it stands.</summary>
public sealed record UnitReport(UnitAssignment Assignment, ReportState State, IReadOnlyList<UnitAddition> Additions)
{
    /// <summary>What the unit itself laid down with it.</summary>
    public IReadOnlyList<UnitFileLine> OwnFiles { get; init; } = [];
}

/// <param name="Kind">follow_up, chat, edit, revoke.</param>
public sealed record UnitAddition(string Kind, string Text, DateTimeOffset OccurredAt);

/// <summary>What units may ask for: their own reports and nothing else.</summary>
public sealed class UnitInbox
{
    private readonly HubStore store;

    internal UnitInbox(HubStore store) => this.store = store;

    /// <summary>Reports in the order of the unit's inbox; however late a commit comes, it does not hide behind the cursor.</summary>
    /// <param name="after">Cursor of the last page.</param>
    public Task<(IReadOnlyList<UnitReport> Items, string? Next)> ListAsync(string unit, string? after, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync<(IReadOnlyList<UnitReport>, string?)>(
            async (db, token) =>
            {
                var place = await PlaceAsync(db, unit, after, token);
                var given = await db.Set<Assignment>().AsNoTracking()
                    .Where(row => row.Unit == unit && row.InboxPlace > place)
                    .OrderBy(row => row.InboxPlace).Take(limit).Select(row => new { row.InboxPlace, row.ReportId }).ToListAsync(token);
                var reportIds = given.Select(row => row.ReportId).Distinct().ToList();
                var reports = await Own(db, unit).Where(report => reportIds.Contains(report.Id)).ToListAsync(token);
                var inOrder = reports.OrderBy(report => reportIds.IndexOf(report.Id)).ToList();
                return (await ShowAsync(db, inOrder, token), given.Count == 0 ? after : given[^1].InboxPlace!.Value.ToString(CultureInfo.InvariantCulture));
            },
            cancellationToken);

    /// <summary>A cursor is the place it stands behind; older ones are the id of an assignment. What is neither begins anew: rather twice than never.</summary>
    private static async Task<long> PlaceAsync(HubDbContext db, string unit, string? after, CancellationToken cancellationToken) =>
        long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
        : Guid.TryParse(after, out var id) ? await db.Set<Assignment>().AsNoTracking().Where(row => row.Unit == unit && row.Id == id).Select(row => row.InboxPlace).FirstOrDefaultAsync(cancellationToken) ?? 0
        : 0;

    public Task<UnitReport?> FindAsync(string unit, Guid reportId, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var reports = await Own(db, unit).Where(report => report.Id == reportId).ToListAsync(token);
                return (await ShowAsync(db, reports, token)).SingleOrDefault();
            },
            cancellationToken);

    private static IQueryable<Report> Own(HubDbContext db, string unit) => db.Set<Report>().AsNoTracking().Where(report => report.Unit == unit);

    private static async Task<IReadOnlyList<UnitReport>> ShowAsync(HubDbContext db, List<Report> reports, CancellationToken cancellationToken)
    {
        var reportIds = reports.ConvertAll(report => report.Id);
        var additions = (await db.Set<Contribution>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId)).OrderBy(row => row.Id).ToListAsync(cancellationToken))
            .ToLookup(row => row.ReportId, row => new UnitAddition(row.Kind, row.Text, row.OccurredAt));
        var files = (await db.Set<Attachment>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId))
            .Select(row => new { row.ReportId, Shown = new UnitAttachment(row.Id, row.MediaType, row.FileName, row.Size) }).ToListAsync(cancellationToken))
            .ToLookup(row => row.ReportId, row => row.Shown);
        var own = (await db.Set<UnitFile>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId)).OrderBy(row => row.Id)
            .Select(row => new { row.ReportId, row.Unit, Shown = new UnitFileLine(row.Id, row.MediaType, row.FileName, row.Size, row.Sha256) }).ToListAsync(cancellationToken))
            .ToLookup(row => (row.ReportId, row.Unit), row => row.Shown);

        return reports.ConvertAll(report => new UnitReport(UnitPosts.Assignment(report, [.. files[report.Id]]), report.State, [.. additions[report.Id]]) { OwnFiles = [.. own[(report.Id, report.Unit!)]] });
    }
}
