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
    HubStore store, RoutingEngine engine, ReportChanges changes, UnitPosts units, HubIds ids, TimeProvider clock, ILogger<ReportRouting> logger)
{
    public async Task RouteAsync(IReadOnlyList<Guid> reportIds, CancellationToken cancellationToken)
    {
        var waiting = await store.ReadAsync(
            (db, token) => db.Set<Report>().AsNoTracking().Where(report => reportIds.Contains(report.Id) && report.State == ReportState.Received).OrderBy(report => report.Id).ToListAsync(token),
            cancellationToken);
        if (waiting.Count == 0)
        {
            return;
        }

        var decided = waiting.ConvertAll(report => (Report: report, Decision: engine.Decide(Facts(report))));
        await store.WriteAsync(
            async (write, token) =>
            {
                foreach (var (report, decision) in decided)
                {
                    await SaveAsync(write, report, Decided.ByRules(decision), token);
                }
            },
            cancellationToken);
        Log.Routed(logger, decided.Count);
    }

    /// <summary>Saves one decision, by the rules or by a person; whoever comes second finds the report decided and changes nothing.</summary>
    public async Task<ChangeResult?> SaveAsync(StoreWrite write, Report report, Decided decided, CancellationToken cancellationToken)
    {
        var result = await changes.ApplyAsync(write, report.Id, decided.Change(report.State, clock.GetUtcNow()), cancellationToken);
        if (result is not { Moved: true })
        {
            return result;
        }

        await write.Db.InsertAsync([decided.Row(ids.Next(), result.Report, clock.GetUtcNow())], cancellationToken);
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
    }
}
