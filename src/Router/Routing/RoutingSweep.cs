using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Router.Routing;

/// <summary>Re-drives reports whose message was lost: the row is the truth, the message was a hint (P4).</summary>
[DisallowConcurrentExecution]
internal sealed class RoutingSweep(HubStore store, ReportRouting routing, AmendedInTriage amended, Leases leases, TimeProvider clock) : IJob
{
    private const int Most = 256;

    /// <summary>Longer than a healthy bus needs; a report routed twice at once is decided once all the same.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(20);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (await leases.HoldAsync("routing-sweep", Leases.Short, cancellationToken) is null)
        {
            return;
        }

        var before = clock.GetUtcNow() - Overdue;
        var left = await store.ReadAsync(
            (db, token) => db.Set<Report>().AsNoTracking()
                .Where(report => report.State == ReportState.Received && report.UpdatedAt < before)
                .OrderBy(report => report.UpdatedAt).Select(report => report.Id).Take(Most).ToListAsync(token),
            cancellationToken);
        await routing.RouteAsync(left, cancellationToken);
        await amended.LookAsync(before, cancellationToken);
    }
}
