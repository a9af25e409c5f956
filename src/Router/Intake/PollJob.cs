using Hub.Contracts.Channels;
using Quartz;

namespace Hub.Router.Intake;

/// <summary>Polls one account and says when it wants to be woken next.</summary>
[DisallowConcurrentExecution]
internal sealed class PollJob(ChannelPolling polling, IEnumerable<IPolledChannel> channels) : IJob
{
    public const string Channel = "channel";
    public const string Account = "account";

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    public static JobKey KeyOf(string channel, string account) => new(account, $"poll:{channel}");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var (name, account) = (context.MergedJobDataMap.GetString(Channel), context.MergedJobDataMap.GetString(Account));
        var channel = channels.First(each => each.Channel == name && each.Account == account);
        var wait = await polling.PollAsync(channel, cancellationToken);

        var next = TriggerBuilder.Create()
            .WithIdentity(context.JobDetail.Key.Name, context.JobDetail.Key.Group)
            .ForJob(context.JobDetail.Key)
            .StartAt(context.FireTimeUtc + (wait > Shortest ? wait : Shortest))
            .Build();
        await context.Scheduler.ScheduleTrigger(next, TriggerConflict.Replace, cancellationToken);
    }
}

/// <summary>Wakes a channel's poll at once.</summary>
internal sealed class PollSignal(ISchedulerFactory schedulers, IEnumerable<IPolledChannel> channels) : IPollSignal
{
    public void Wake(string channel) => _ = WakeAsync(channel);

    private async Task WakeAsync(string channel)
    {
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        foreach (var account in channels.Where(each => each.Channel == channel).Select(each => each.Account))
        {
            // Losing the signal costs only time: the next poll comes anyway.
            await scheduler.TriggerJob(PollJob.KeyOf(channel, account), CancellationToken.None);
        }
    }
}
