using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.StatusSync;

/// <summary>
/// Finds statuses of one channel whose time has come: the hint was lost, the channel was away, the outcome is to be settled.
/// One job a channel, so that a slow one holds no other.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class StatusSweep(LedgerStore ledger, StatusLane lane, IOptions<StatusSyncOptions> options, ILogger<StatusSweep> logger) : IJob
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
            async (report, token) => await RunAsync(report, channel, token));
    }

    private async Task RunAsync(Guid report, string channel, CancellationToken cancellationToken)
    {
        try
        {
            await lane.RunAsync(report, channel, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The pushes beside it are not torn down in the middle; the next sweep finds this report again.
            Log.Failed(logger, report, channel, fault.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Telling {Channel} of report {ReportId} failed with {Fault}; it is tried again.")]
        public static partial void Failed(ILogger logger, Guid reportId, string channel, string fault);
    }
}
