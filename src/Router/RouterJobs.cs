using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Operations;
using Hub.Router.Reconciliation;
using Hub.Router.Retention;
using Hub.Router.Routing;
using Hub.Router.Routing.Questions;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using Quartz;

namespace Hub.Router;

/// <summary>The scheduled work. Quartz only wakes scans that may run twice; it carries no data (RELIABILITY H4).</summary>
public static class RouterJobs
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    /// <summary>Jobs of a process next to channels.</summary>
    public static async Task ScheduleChannelsAsync(IScheduler scheduler, IReadOnlyList<IPolledChannel> polled, IReadOnlyList<string> told, CancellationToken cancellationToken)
    {
        foreach (var channel in polled)
        {
            var job = JobBuilder.Create<PollJob>().WithIdentity(PollJob.KeyOf(channel.Channel, channel.Account)).StoreDurably()
                .UsingJobData(PollJob.Channel, channel.Channel).UsingJobData(PollJob.Account, channel.Account).Build();
            await scheduler.ScheduleJob(job, TriggerBuilder.Create().WithIdentity(job.Key.Name, job.Key.Group).StartNow().Build(), cancellationToken: cancellationToken);
        }

        foreach (var channel in told)
        {
            var job = JobBuilder.Create<StatusSweep>().WithIdentity(channel, "status-sweep").UsingJobData(StatusSweep.Channel, channel).Build();
            await scheduler.ScheduleJob(job, Every(Often), cancellationToken: cancellationToken);
        }

        await scheduler.ScheduleJob(JobBuilder.Create<PollSweep>().WithIdentity("poll-sweep").Build(), Every(Often * 10), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<AttachmentFetch>().WithIdentity("attachments").Build(), Every(Often * 3), cancellationToken: cancellationToken);
    }

    /// <summary>Comparisons with channels, in a process next to them.</summary>
    public static Task ScheduleReconciliationAsync(IScheduler scheduler, IReadOnlyList<IChannelAudit> audits, CancellationToken cancellationToken) =>
        ReconciliationJob.ScheduleAsync(scheduler, audits, cancellationToken);

    /// <summary>Jobs of a router process.</summary>
    public static async Task ScheduleRouterAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        await scheduler.ScheduleJob(JobBuilder.Create<RoutingSweep>().WithIdentity("routing-sweep").Build(), Every(Often * 5), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<QuestionSweep>().WithIdentity("questions").Build(), Every(Often * 60), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<Housekeeping>().WithIdentity("housekeeping").Build(), Every(Often * 3600), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<AuditSealJob>().WithIdentity("audit-seal").Build(), Every(Often * 60), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<UnitDeliverySweep>().WithIdentity("unit-deliveries").Build(), Every(Often), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<UnitEventSweep>().WithIdentity("unit-events").Build(), Every(Often * 30), cancellationToken: cancellationToken);
        await scheduler.ScheduleJob(JobBuilder.Create<SuccessionSweep>().WithIdentity("unit-succession").Build(), Every(Often * 600), cancellationToken: cancellationToken);
    }

    /// <summary>Missed runs are one run: a scan finds all that is due anyway.</summary>
    private static ITrigger Every(TimeSpan interval) => TriggerBuilder.Create().StartNow()
        .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)).Build();
}
