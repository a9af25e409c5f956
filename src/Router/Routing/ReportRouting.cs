using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Routing;

/// <summary>
/// Routes reports that wait for a decision. The rules decide first, outside any transaction; then assignment, history,
/// ledger and messages are saved together, once for each version of a report.
/// </summary>
internal sealed partial class ReportRouting(
    HubStore store, UndecidedReports undecided, RuleDecider rules, Decisions decisions, ReportChanges changes, UnitPosts units, HubMeter meter, HubIds ids, TimeProvider clock, ILogger<ReportRouting> logger)
{
    /// <summary>The first of them may be on copies that were overtaken.</summary>
    private const int Rounds = 4;

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
        var decided = await undecided.DecideAsync(reportIds, cancellationToken);
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
            List<Guid> overtaken = [];
            foreach (var one in decided)
            {
                overtaken.AddRange(await SaveAloneAsync(one, cancellationToken));
            }

            return overtaken;
        }
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

    private async Task<IReadOnlyList<Guid>> SaveAloneAsync((Report Report, Decided Decided) decision, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveAsync([decision], cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException && !store.IsOutage(fault))
        {
            Log.NotSaved(logger, decision.Report.Id, fault.GetType().Name);
            return [];
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
