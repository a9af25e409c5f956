using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Hub.Router.Reconciliation;

/// <summary>Looks every minute whether a run of one account is due, and runs it; the rows know when the last one was.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ReconciliationJob(
    IEnumerable<IChannelAudit> audits, Reconciler reconciler, ReconciliationStates states, IOptions<ReconciliationOptions> options, TimeProvider clock,
    ILogger<ReconciliationJob> logger) : IJob
{
    private const string Channel = "channel";
    private const string Account = "account";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>The polls catch up first: what they are about to bring is no drift.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(5);

    public static async Task ScheduleAsync(IScheduler scheduler, IReadOnlyList<IChannelAudit> audits, CancellationToken cancellationToken)
    {
        foreach (var audit in audits)
        {
            var job = JobBuilder.Create<ReconciliationJob>().WithIdentity(audit.Account, $"reconcile:{audit.Channel}")
                .UsingJobData(Channel, audit.Channel).UsingJobData(Account, audit.Account).Build();
            var trigger = TriggerBuilder.Create().StartNow()
                .WithSimpleSchedule(schedule => schedule.WithInterval(Every).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)).Build();
            await scheduler.ScheduleJob(job, trigger, cancellationToken: cancellationToken);
        }
    }

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var (name, account) = (context.MergedJobDataMap.GetString(Channel), context.MergedJobDataMap.GetString(Account));
        await RunAsync(audits.First(audit => audit.Channel == name && audit.Account == account), cancellationToken);
    }

    /// <returns>What came of it; null when nothing was due.</returns>
    public async Task<ReconciliationOutcome?> RunAsync(IChannelAudit audit, CancellationToken cancellationToken)
    {
        if (!options.Value.Scheduled || clock.GetUtcNow() < states.BegunAt + AfterStart)
        {
            return null;
        }

        try
        {
            if (await states.FindAsync(audit, cancellationToken) is not { } state)
            {
                await states.BeginAsync(audit, cancellationToken);
                return null;
            }

            return ReconciliationTimetable.Due(audit, state, (options.Value, clock.GetUtcNow())) is { } order ? await reconciler.RunAsync(order, cancellationToken) : null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, audit.Channel, fault.GetType().Name);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The reconciliation of {Channel} failed with {Fault}; it is tried again.")]
        public static partial void Failed(ILogger logger, string channel, string fault);
    }
}
