using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.StatusSync;

/// <summary>Finds statuses whose time has come: the hint was lost, the channel was away, the outcome is to be settled.</summary>
[DisallowConcurrentExecution]
internal sealed class StatusSweep(LedgerStore ledger, StatusLane lane, IOptions<StatusSyncOptions> options) : IJob
{
    private const int Most = 500;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var due = await ledger.DueAsync(Most, cancellationToken);

        // Each channel has its own hands, so that a slow one holds no other.
        await Task.WhenAll(due.GroupBy(report => report.Channel).Select(channel => Parallel.ForEachAsync(
            channel,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken },
            async (report, token) => await lane.RunAsync(report.ReportId, report.Channel, token))));
    }
}
