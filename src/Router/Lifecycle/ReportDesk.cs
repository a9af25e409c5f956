using System.Text.Json;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>One report in an operator's list.</summary>
/// <param name="Outcome">Assigned, NotOurs or Triage; null before the first decision.</param>
/// <param name="Explained">Every decision has its stored explanation.</param>
/// <param name="Synced">The channel was told everything it is due.</param>
public sealed record ReportLine(
    Guid Id, string Number, string Channel, string Account, string ExternalId, ReportState State, string? Outcome, string? Unit, string? Addressee,
    string? Reason, bool Explained, DateTimeOffset ReceivedAt, IReadOnlyList<StatusLine> Statuses, bool Synced);

/// <param name="Outcome">Pending, Unknown, Delivered, WaitingPerson, Rejected, Parked or Dropped.</param>
/// <param name="SeenThereAt">When reconciliation first saw it shown at the channel; null until then, and where the channel cannot be asked.</param>
public sealed record StatusLine(Guid OperationId, ReportState State, string Outcome, int Attempts, string? Fault, DateTimeOffset? SeenThereAt = null);

/// <summary>Everything about one report, complete without logs.</summary>
public sealed record ReportStory(ReportLine Report, string? Title, string Text, IReadOnlyList<DecisionLine> Decisions, IReadOnlyList<HistoryLine> History);

public sealed record DecisionLine(DateTimeOffset At, string By, string Outcome, string? Unit, string? Addressee, string? SuggestedUnit, double Confidence, string Reason, JsonElement Explanation);

public sealed record HistoryLine(DateTimeOffset At, string Kind, string By, ReportState? State, string Text);

/// <summary>What operations staff may see: no identity, masked text.</summary>
public sealed class ReportDesk
{
    private const string Hidden = "(isi laporan hanya untuk Inspektorat Jenderal)";

    private readonly HubStore store;

    internal ReportDesk(HubStore store) => this.store = store;

    public Task<(IReadOnlyList<ReportLine> Items, string? Next)> ListAsync(string? after, int limit, ReportState? state, CancellationToken cancellationToken) =>
        store.ReadAsync<(IReadOnlyList<ReportLine>, string?)>(
            async (db, token) =>
            {
                var position = Guid.TryParse(after, out var id) ? id : Guid.Empty;
                var reports = await db.Set<Report>().AsNoTracking()
                    .Where(report => report.Id.CompareTo(position) > 0 && (state == null || report.State == state))
                    .OrderBy(report => report.Id).Take(limit).ToListAsync(token);
                return (await ShowAsync(db, reports, token), reports.Count < limit ? null : reports[^1].Id.ToString());
            },
            cancellationToken);

    public Task<ReportStory?> FindAsync(string number, CancellationToken cancellationToken) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var report = await db.Set<Report>().AsNoTracking().FirstOrDefaultAsync(row => row.Number == number, token);
                return report is null ? null : await StoryAsync(db, report, token);
            },
            cancellationToken);

    public Task<Dictionary<string, int>> CountAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(
            (db, token) => db.Set<Report>().AsNoTracking().GroupBy(report => report.State)
                .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key.ToString(), group => group.Count, token),
            cancellationToken);

    private static async Task<ReportStory> StoryAsync(HubDbContext db, Report report, CancellationToken cancellationToken)
    {
        var decisions = await db.Set<Assignment>().AsNoTracking().Where(row => row.ReportId == report.Id).OrderBy(row => row.OnVersion).ToListAsync(cancellationToken);
        var history = await db.Set<TimelineEntry>().AsNoTracking().Where(row => row.ReportId == report.Id).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return new ReportStory(
            (await ShowAsync(db, [report], cancellationToken))[0],
            report.Restricted ? null : report.Title,
            report.Restricted ? Hidden : report.Text,
            decisions.ConvertAll(row => new DecisionLine(
                row.At, row.By, row.Outcome, row.Unit, row.Addressee, row.SuggestedUnit, row.Confidence, RestrictedWords.Shown(report, row.By, row.Reason), JsonElement.Parse(row.Explanation))),
            history.ConvertAll(row => new HistoryLine(row.At, row.Kind, row.By, row.State, RestrictedWords.Shown(report, row.By, row.Text))));
    }

    private static async Task<IReadOnlyList<ReportLine>> ShowAsync(HubDbContext db, List<Report> reports, CancellationToken cancellationToken)
    {
        var reportIds = reports.ConvertAll(report => report.Id);
        var decisions = (await db.Set<Assignment>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId))
            .Select(row => new { row.ReportId, row.OnVersion, row.Outcome, row.By, row.Reason, Explained = row.Explanation != "" }).ToListAsync(cancellationToken)).ToLookup(row => row.ReportId);
        var statuses = (await db.Set<LedgerEntry>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId)).OrderBy(row => row.Sequence).ToListAsync(cancellationToken))
            .ToLookup(row => row.ReportId);
        var seen = await db.Set<StatusSighting>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId)).ToDictionaryAsync(row => row.OperationId, row => row.SeenAt, cancellationToken);

        return reports.ConvertAll(report => new ReportLine(
            report.Id, report.Number, report.Channel, report.Account, report.ExternalId, report.State,
            decisions[report.Id].MaxBy(row => row.OnVersion)?.Outcome, report.Unit, report.Addressee, Reason(report, decisions[report.Id].Select(row => (row.By, row.Reason))),
            decisions[report.Id].Any() && decisions[report.Id].All(row => row.Explained),
            report.ReceivedAt,
            [.. statuses[report.Id].Select(row => new StatusLine(row.Id, row.State, row.Outcome.ToString(), row.Attempts, row.Fault, seen.GetValueOrDefault(row.Id)))],
            statuses[report.Id].All(row => row.Outcome is LedgerOutcome.Delivered or LedgerOutcome.WaitingPerson or LedgerOutcome.Dropped)));
    }

    /// <summary>Of a restricted report only a reason that the rules gave.</summary>
    private static string? Reason(Report report, IEnumerable<(string By, string Reason)> decisions) =>
        !report.Restricted || report.Reason is null || decisions.Any(one => one.By == Decided.Rules && one.Reason == report.Reason) ? report.Reason : RestrictedWords.Hidden;
}
