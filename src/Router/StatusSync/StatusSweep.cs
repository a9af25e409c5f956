using Hub.Router.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.StatusSync;

/// <summary>
/// Finds statuses of one channel whose time has come: the hint was lost, the channel was away, the outcome is to be settled.
/// One job a channel, so that a slow one holds no other. It ends as soon as the channel takes no more.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class StatusSweep(
    HubStore store, LedgerStore ledger, StatusLane lane, SyncBudgets budgets, IOptions<StatusSyncOptions> options, TimeProvider clock, ILogger<StatusSweep> logger) : IJob
{
    public const string Channel = "channel";

    private const int Most = 500;

    /// <summary>More than a recovery needs.</summary>
    private const int MostRounds = 50;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        await RunAsync(context.MergedJobDataMap.GetString(Channel)!, cancellationToken);
        await budgets.PurgeAsync(store, cancellationToken);
    }

    public async Task RunAsync(string channel, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MostRounds && await RoomAsync(channel, cancellationToken) is { } room; round++)
        {
            // While the channel recovers, a short list: each ten that were told let one more go at once.
            var most = room < options.Value.AtOnce ? room * 10 : Most;
            var due = await ledger.DueAsync(channel, most, cancellationToken);
            var takesMore = await TellAsync(due, (channel, Math.Min(room, options.Value.AtOnce)), cancellationToken);
            if (!takesMore || due.Count < most || most == Most)
            {
                return;
            }
        }
    }

    /// <returns>How many statuses may be under way at once; null while the channel is left alone.</returns>
    private async Task<int?> RoomAsync(string channel, CancellationToken cancellationToken)
    {
        var circuit = await store.ReadAsync((db, token) => ChannelCircuits.FindAsync(db, channel, token), cancellationToken);
        return CircuitRules.Judge(circuit, clock.GetUtcNow(), underWay: 0) switch
        {
            CircuitGate.Free => int.MaxValue,
            CircuitGate.Ramp => CircuitRules.Allowance(circuit!),
            CircuitGate.Probe => 1,
            _ => null,
        };
    }

    /// <returns>False when the channel takes no more.</returns>
    private async Task<bool> TellAsync(List<Guid> due, (string Name, int AtOnce) channel, CancellationToken cancellationToken)
    {
        var takesMore = true;
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = channel.AtOnce, CancellationToken = cancellationToken },
            async (report, token) =>
            {
                if (Volatile.Read(ref takesMore) && !await TellAsync(report, channel.Name, token))
                {
                    Volatile.Write(ref takesMore, false);
                }
            });
        return takesMore;
    }

    private async Task<bool> TellAsync(Guid report, string channel, CancellationToken cancellationToken)
    {
        try
        {
            return await lane.RunAsync(report, channel, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The pushes beside it are not torn down in the middle; the next sweep finds this report again.
            Log.Failed(logger, report, channel, fault.GetType().Name);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Telling {Channel} of report {ReportId} failed with {Fault}; it is tried again.")]
        public static partial void Failed(ILogger logger, Guid reportId, string channel, string fault);
    }
}
