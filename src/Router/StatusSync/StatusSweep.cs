using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.StatusSync;

/// <summary>
/// Finds statuses of one channel whose time has come: the hint was lost, the channel was away, the outcome is to be settled.
/// One job a channel, so that a slow one holds no other.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class StatusSweep(LedgerStore ledger, StatusLane lane, IOptions<StatusSyncOptions> options) : IJob
{
    public const string Channel = "channel";

    private const int Most = 500;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var channel = context.MergedJobDataMap.GetString(Channel)!;
        var due = await ledger.DueAsync(channel, Most, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken },
            async (report, token) => await lane.RunAsync(report, channel, token));
    }
}
