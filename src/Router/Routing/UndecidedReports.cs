using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing.Questions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Routing;

/// <summary>Reports that wait for a decision, and what the rules make of them; nothing is written here.</summary>
internal sealed class UndecidedReports(HubStore store, FreshReports fresh, RuleDecider rules, ReportQuestions questions)
{
    /// <returns>In the order of their ids.</returns>
    public async Task<List<(Report Report, Decided Decided)>> DecideAsync(IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken)
    {
        // Nothing was asked of a report while its copy holds: a question is saved with a change of the report.
        var waiting = fresh.Take(reportIds);
        IReadOnlyDictionary<Guid, ReportQuestion> asked = new Dictionary<Guid, ReportQuestion>();
        if (waiting.Count < reportIds.Count)
        {
            var left = waiting.Count == 0 ? reportIds : [.. reportIds.Except(waiting.Select(report => report.Id))];
            (var read, asked) = await ReadAsync(left, cancellationToken);
            waiting.AddRange(read);
        }

        waiting.Sort(static (one, other) => one.Id.CompareTo(other.Id));

        // What the rules sent to triage and send there again is decided already, unless its reporter is asked now.
        return rules.Decide(waiting).ConvertAll(one => (one.Report, Decided: questions.Settle(one.Report, one.Decided, asked.GetValueOrDefault(one.Report.Id))))
            .FindAll(one => one.Report.State is ReportState.Received || one.Decided.Outcome is not RoutingOutcome.Triage || one.Decided.Asks is not null);
    }

    private Task<(List<Report> Waiting, IReadOnlyDictionary<Guid, ReportQuestion> Asked)> ReadAsync(IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var reports = await WaitingAsync(db, reportIds, token);
            return (reports, await questions.OfAsync(db, reports.ConvertAll(report => report.Id), token));
        },
        cancellationToken);

    /// <summary>
    /// New reports, and those in triage that only the rules have looked at: further words may have come since. They are read by
    /// their ids alone: asked for by state, the store looks at all that it believes are few.
    /// </summary>
    private static async Task<List<Report>> WaitingAsync(HubDbContext db, IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken)
    {
        var reports = await db.RowsAsync<Report>(nameof(Report.Id), reportIds, cancellationToken);
        var inTriage = reports.FindAll(report => report.State is ReportState.Triage).ConvertAll(report => report.Id);
        var byPeople = inTriage.Count == 0
            ? []
            : await db.Set<Assignment>().AsNoTracking().Where(decision => inTriage.Contains(decision.ReportId) && decision.By != Decided.Rules).Select(decision => decision.ReportId).ToListAsync(cancellationToken);
        return reports.FindAll(report => report.State is ReportState.Received || (report.State is ReportState.Triage && !byPeople.Contains(report.Id)));
    }
}
