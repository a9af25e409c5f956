using System.Runtime.CompilerServices;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>What people decided about past reports: triage decisions, returns, re-routings; the last word of a person counts.</summary>
/// <remarks>Reports by the instant at which their channel received them, page by page by one index; a page is all that is in memory.</remarks>
public sealed class RoutingHistory
{
    private const int Page = 500;

    private readonly HubStore store;
    private readonly LastWord lastWord;
    private readonly OperatorJournal journal;

    internal RoutingHistory(HubStore store, UnitDirectory units, OperatorJournal journal)
    {
        (this.store, this.journal) = (store, journal);
        lastWord = new LastWord(new RoutingLabelNames(units));
    }

    /// <summary>Reports with a label that people gave, oldest first. Texts are the masked ones; restricted and secret reports are left out, whoever decided them.</summary>
    /// <param name="to">Not included.</param>
    public async IAsyncEnumerable<TrainingReport> LabelsAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync((from, to), report => !report.Restricted && !report.Secret, cancellationToken))
        {
            foreach (var (report, decisions, answers) in page)
            {
                if (lastWord.Of(report, decisions, answers) is { } labels && labels != SettledLabels.Nothing)
                {
                    yield return new TrainingReport(report.Number, report.Title, report.Text, Place(report.ReadPlace()), labels.Topic, labels.Authority);
                }
            }
        }
    }

    /// <summary>Every report on which a decision was made, oldest first.</summary>
    /// <param name="to">Not included.</param>
    public async IAsyncEnumerable<HistoricReport> ReportsAsync(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync((from, to), _ => true, cancellationToken))
        {
            foreach (var (report, decisions, _) in page.Where(one => one.Decisions.Count > 0))
            {
                var (stands, ruled) = (decisions[^1], decisions.LastOrDefault(row => row.By == Decided.Rules));
                yield return new HistoricReport(report.Id, report.Number, ReportRouting.Facts(report), stands.Outcome, stands.Unit ?? stands.Addressee, ruled?.RuleSet ?? "", report.ReceivedAt);
            }
        }
    }

    /// <summary>Writes down that texts of citizens leave the hub; to be called before they do.</summary>
    public Task LeavesAsync(string what, int count, (string By, string Reason) act, CancellationToken cancellationToken) =>
        store.WriteAsync((write, token) => journal.AddAsync(write.Db, (act.By, "routing.labels", what), act.Reason, count, token), cancellationToken);

    private async IAsyncEnumerable<List<Past>> PagesAsync((DateTimeOffset From, DateTimeOffset To) period, Func<Report, bool> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, after) = (period.From, Guid.Empty);
        while (true)
        {
            var reports = await store.ReadAsync(
                (db, token) => db.Set<Report>().AsNoTracking()
                    .Where(row => row.ReceivedAt >= at && row.ReceivedAt < period.To && (row.ReceivedAt > at || row.Id.CompareTo(after) > 0))
                    .OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id).Take(Page).ToListAsync(token),
                cancellationToken);
            if (reports.FindAll(report => wanted(report)) is { Count: > 0 } found)
            {
                yield return await PastAsync(found, cancellationToken);
            }

            if (reports.Count < Page)
            {
                yield break;
            }

            (at, after) = (reports[^1].ReceivedAt, reports[^1].Id);
        }
    }

    private Task<List<Past>> PastAsync(List<Report> reports, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var reportIds = reports.ConvertAll(report => report.Id);
            var decisions = (await db.Set<Assignment>().AsNoTracking().Where(row => reportIds.Contains(row.ReportId)).OrderBy(row => row.OnVersion).ToListAsync(token)).ToLookup(row => row.ReportId);
            var answers = (await db.Set<TimelineEntry>().AsNoTracking()
                .Where(row => reportIds.Contains(row.ReportId) && row.Kind == TimelineKinds.State && row.State == ReportState.Answered)
                .Select(row => new AnswerLine(row.ReportId, row.By, row.At)).ToListAsync(token)).ToLookup(row => row.ReportId);
            return reports.ConvertAll(report => new Past(report, [.. decisions[report.Id]], [.. answers[report.Id]]));
        },
        cancellationToken);

    /// <summary>Names of regions where the channel gave them: an address says more of a person than a router needs.</summary>
    private static string? Place(ReportPlace? place) => place is null ? null
        : string.Join(", ", new[] { place.District, place.Regency, place.Province }.Where(name => !string.IsNullOrWhiteSpace(name))) is { Length: > 0 } names ? names : place.Text;

    private sealed record Past(Report Report, IReadOnlyList<Assignment> Decisions, IReadOnlyList<AnswerLine> Answers);
}
