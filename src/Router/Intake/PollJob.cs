using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Router.Intake;

/// <summary>Polls one account and says when it wants to be woken next.</summary>
[DisallowConcurrentExecution]
internal sealed partial class PollJob(ChannelPolling polling, IEnumerable<IPolledChannel> channels, TimeProvider clock, ILogger<PollJob> logger) : IJob
{
    public const string Channel = "channel";
    public const string Account = "account";

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    public static JobKey KeyOf(string channel, string account) => new(account, $"poll:{channel}");

    /// <summary>A poll at once. However many wish for it while one runs or waits, one more follows.</summary>
    public static ITrigger AtOnce(string channel, string account, TimeProvider clock) =>
        TriggerBuilder.Create().WithIdentity(account, $"wake:{channel}").ForJob(KeyOf(channel, account)).StartAt(clock.GetUtcNow()).Build();

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var (name, account) = (context.MergedJobDataMap.GetString(Channel), context.MergedJobDataMap.GetString(Account));
        var channel = channels.First(each => each.Channel == name && each.Account == account);
        var wait = await polling.PollAsync(channel, cancellationToken);

        var next = TriggerBuilder.Create()
            .WithIdentity(context.JobDetail.Key.Name, context.JobDetail.Key.Group)
            .ForJob(context.JobDetail.Key)
            .StartAt(clock.GetUtcNow() + (wait > Shortest ? wait : Shortest))
            .Build();
        try
        {
            await context.Scheduler.ScheduleTrigger(next, TriggerConflict.Replace, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.NotScheduled(logger, channel.Channel, fault.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The next poll of {Channel} could not be scheduled ({Fault}); the sweep wakes it.")]
        public static partial void NotScheduled(ILogger logger, string channel, string fault);
    }
}

/// <summary>Wakes polls that should have run long ago, whatever became of their triggers.</summary>
[DisallowConcurrentExecution]
internal sealed partial class PollSweep(ChannelPolling polling, IEnumerable<IPolledChannel> channels, TimeProvider clock, ILogger<PollSweep> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        foreach (var state in channels.Select(polling.StateOf).Where(state => state.IsDead(clock.GetUtcNow())))
        {
            Log.Woken(logger, state.Channel, state.Due);
            try
            {
                await context.Scheduler.ScheduleTrigger(PollJob.AtOnce(state.Channel, state.Account, clock), TriggerConflict.Replace, cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.NotWoken(logger, state.Channel, fault.GetType().Name);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Channel} was to be polled at {Due} and was not; its poll is woken.")]
        public static partial void Woken(ILogger logger, string channel, DateTimeOffset due);

        [LoggerMessage(2, LogLevel.Error, "The poll of {Channel} could not be woken ({Fault}); it is tried again.")]
        public static partial void NotWoken(ILogger logger, string channel, string fault);
    }
}

/// <summary>Wakes a channel's poll at once.</summary>
internal sealed partial class PollSignal(ISchedulerFactory schedulers, IEnumerable<IPolledChannel> channels, TimeProvider clock, ILogger<PollSignal> logger) : IPollSignal
{
    public void Wake(string channel) => _ = WakeAsync(channel);

    private async Task WakeAsync(string channel)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(CancellationToken.None);
            foreach (var account in channels.Where(each => each.Channel == channel).Select(each => each.Account))
            {
                await scheduler.ScheduleTrigger(PollJob.AtOnce(channel, account, clock), TriggerConflict.Replace, CancellationToken.None);
            }
        }
        catch (Exception fault)
        {
            // Losing the signal costs only time: the next poll comes anyway.
            Log.Lost(logger, channel, fault.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A wish to poll {Channel} at once was lost ({Fault}); it is polled when its time comes.")]
        public static partial void Lost(ILogger logger, string channel, string fault);
    }
}
