using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing.Questions;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Routing;

/// <summary>
/// Routes reports that wait for a decision. The rules decide first, outside any transaction; then assignment, history,
/// ledger and messages are saved together, once for each version of a report.
/// </summary>
internal sealed partial class ReportRouting(
    HubStore store, RuleDecider rules, Decisions decisions, ReportChanges changes, UnitPosts units, ReportQuestions questions, HubMeter meter, HubIds ids, TimeProvider clock, ILogger<ReportRouting> logger)
{
    private const int Rounds = 3;

    /// <summary>A report that changes between reading and saving is decided again on what it says now.</summary>
    public async Task RouteAsync(IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken)
    {
        var left = reportIds;
        for (var round = 0; round < Rounds && left.Count > 0; round++)
        {
            left = await OnceAsync(left, cancellationToken);
        }
    }

    /// <returns>Reports that were overtaken.</returns>
    private async Task<IReadOnlyList<Guid>> OnceAsync(IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken)
    {
        var (waiting, asked) = await store.ReadAsync(
            async (db, token) =>
            {
                var reports = await WaitingAsync(db, reportIds, token);
                return (reports, await questions.OfAsync(db, reports.ConvertAll(report => report.Id), token));
            },
            cancellationToken);

        // What the rules sent to triage and send there again is decided already, unless its reporter is asked now.
        var decided = rules.Decide(waiting).ConvertAll(one => (one.Report, Decided: questions.Settle(one.Report, one.Decided, asked.GetValueOrDefault(one.Report.Id))))
            .FindAll(one => one.Report.State is ReportState.Received || one.Decided.Outcome is not RoutingOutcome.Triage || one.Decided.Asks is not null);
        if (decided.Count == 0)
        {
            return [];
        }

        try
        {
            return await SaveAsync(decided, cancellationToken);
        }
        catch (Exception fault) when (decided.Count > 1 && fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            // One of them cannot be saved: each goes alone, so that it holds no neighbour back.
            foreach (var one in decided)
            {
                await SaveAloneAsync(one, cancellationToken);
            }

            return [];
        }
    }

    /// <summary>
    /// New reports, and those in triage that only the rules have looked at: further words may have come since. They are read by
    /// their ids alone: asked for by state, the store looks at all that it believes are few.
    /// </summary>
    private static async Task<List<Report>> WaitingAsync(HubDbContext db, IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken)
    {
        var reports = await db.RowsAsync<Report>(nameof(Report.Id), reportIds, cancellationToken);
        reports.Sort(static (one, other) => one.Id.CompareTo(other.Id));
        var inTriage = reports.FindAll(report => report.State is ReportState.Triage).ConvertAll(report => report.Id);
        var byPeople = inTriage.Count == 0
            ? []
            : await db.Set<Assignment>().AsNoTracking().Where(decision => inTriage.Contains(decision.ReportId) && decision.By != Decided.Rules).Select(decision => decision.ReportId).ToListAsync(cancellationToken);
        return reports.FindAll(report => report.State is ReportState.Received || (report.State is ReportState.Triage && !byPeople.Contains(report.Id)));
    }

    private async Task<IReadOnlyList<Guid>> SaveAsync(IReadOnlyList<(Report Report, Decided Decided)> decided, CancellationToken cancellationToken)
    {
        var overtaken = await store.WriteAsync((write, token) => decisions.SaveAsync(write, decided, token), cancellationToken);
        List<(Report Report, Decided Decided)> made = [.. decided.Where(one => !overtaken.Contains(one.Report.Id))];
        foreach (var outcome in made.CountBy(one => one.Decided.Outcome))
        {
            meter.Decision(outcome.Key.ToString(), outcome.Value);
        }

        Log.Routed(logger, made.Count);
        await rules.SavedAsync(made, cancellationToken);
        return overtaken;
    }

    private async Task SaveAloneAsync((Report Report, Decided Decided) decision, CancellationToken cancellationToken)
    {
        try
        {
            await SaveAsync([decision], cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            Log.NotSaved(logger, decision.Report.Id, fault.GetType().Name);
        }
    }

    /// <summary>Saves one decision, by the rules or by a person; whoever comes second finds the report decided and changes nothing.</summary>
    public async Task<ChangeResult?> SaveAsync(StoreWrite write, Report report, Decided decided, CancellationToken cancellationToken)
    {
        var result = await changes.ApplyAsync(write, report.Id, decided.Change(report, clock.GetUtcNow()), cancellationToken);
        if (result is not { Moved: true })
        {
            return result;
        }

        long? place = result.Report.Unit is { } unit ? await write.Db.TakeAsync($"unit-inbox-{unit}", 1, cancellationToken) : null;
        await write.Db.InsertAsync([decided.Row(ids.Next(), result.Report, clock.GetUtcNow()) with { InboxPlace = place }], cancellationToken);
        if (decided.Restricted)
        {
            await write.Db.Set<Report>().Where(row => row.Id == report.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Restricted, true), cancellationToken);
        }

        if (result.Report.State is ReportState.Assigned)
        {
            await units.AssignedAsync(write, [result.Report], cancellationToken);
        }

        return result;
    }

    public static ReportFacts Facts(Report report) => new(
        report.Channel, report.ReceivedAt, report.Title, report.Text, report.Category, report.Class,
        new Sensitivity(report.Anonymous, report.Secret), report.ReadPlace());

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} reports were routed.")]
        public static partial void Routed(ILogger logger, int count);

        [LoggerMessage(3, LogLevel.Error, "The decision on report {ReportId} could not be saved ({Fault}); the sweep tries again.")]
        public static partial void NotSaved(ILogger logger, Guid reportId, string fault);
    }
}
