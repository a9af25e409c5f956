using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hub.Router.Tests.Intake;

public class PollJobTests
{
    [Fact]
    public async Task An_account_whose_poll_never_ran_is_woken_by_the_sweep_and_schedules_itself()
    {
        await using var rig = await RouterRig.StartAsync();
        var channel = Channel();
        await using var services = Services(rig, channel);
        var scheduler = await ScheduleAsync(services);
        await scheduler.AddJob(JobBuilder.Create<PollSweep>().WithIdentity("sweep").StoreDurably().Build());

        await SweepAsync(scheduler, rig);
        Assert.Empty(channel.Cursors);
        rig.Clock.Advance(TimeSpan.FromSeconds(61));
        await scheduler.TriggerJob(new JobKey("sweep"));

        await Eventually.True(() => channel.Cursors.Count == 1, "the poll is woken");
        await Eventually.True(async () => await scheduler.GetTrigger(new TriggerKey("main", $"poll:{RouterRig.Channel}")) is not null, "it schedules itself");
        await scheduler.Shutdown(waitForJobsToComplete: true);
    }

    [Fact]
    public async Task A_poll_whose_next_run_cannot_be_scheduled_says_so_and_ends_well()
    {
        await using var rig = await RouterRig.StartAsync();
        IScheduler scheduler = null!;
        var channel = Channel();
        channel.Gives = async _ =>
        {
            await scheduler.Shutdown(waitForJobsToComplete: false);
            return new PollResult.Page([], "c", false);
        };
        await using var services = Services(rig, channel);
        scheduler = await ScheduleAsync(services);

        await scheduler.TriggerJob(PollJob.KeyOf(channel.Channel, channel.Account));

        await Eventually.True(() => rig.Logs.Lines.Any(line => line.Contains("could not be scheduled", StringComparison.Ordinal)), "it says so");
    }

    [Fact]
    public async Task However_many_wishes_come_while_a_poll_runs_one_more_follows()
    {
        await using var rig = await RouterRig.StartAsync();
        var (channel, answer) = (Channel(), new TaskCompletionSource<PollResult>());
        channel.Gives = _ => answer.Task;
        await using var services = Services(rig, channel);
        var scheduler = await ScheduleAsync(services);
        var signal = services.GetRequiredService<PollSignal>();
        signal.Wake(channel.Channel);
        await Eventually.True(() => channel.Cursors.Count == 1, "a poll runs");

        for (var wish = 0; wish < 50; wish++)
        {
            signal.Wake(channel.Channel);
        }

        channel.Gives = _ => Task.FromResult<PollResult>(new PollResult.Page([], "c", false));
        await Eventually.True(async () => (await scheduler.GetTriggersOfJob(PollJob.KeyOf(channel.Channel, channel.Account))).Count == 1, "the wishes are one");
        answer.SetResult(new PollResult.Page([], "c", false));

        await Eventually.True(() => channel.Cursors.Count == 2, "it is polled once more");
        await Eventually.True(async () => (await scheduler.GetTriggersOfJob(PollJob.KeyOf(channel.Channel, channel.Account))).Count == 1, "only its own next time is left");
        await scheduler.Shutdown(waitForJobsToComplete: true);
        Assert.Equal(2, channel.Cursors.Count);
    }

    [Fact]
    public async Task A_channel_that_asked_for_quiet_is_left_alone_whoever_wishes_for_a_poll()
    {
        await using var rig = await RouterRig.StartAsync();
        var (channel, polling) = (Channel(), rig.Get<ChannelPolling>());
        channel.Gives = _ => Task.FromResult<PollResult>(new PollResult.Unavailable("429", TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(60), await polling.PollAsync(channel, default));

        rig.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(40), await polling.PollAsync(channel, default));
        Assert.Single(channel.Cursors);

        rig.Clock.Advance(TimeSpan.FromSeconds(40));
        await polling.PollAsync(channel, default);
        Assert.Equal(2, channel.Cursors.Count);
    }

    [Fact]
    public async Task A_signal_that_is_lost_is_said_and_harms_nobody()
    {
        await using var rig = await RouterRig.StartAsync();
        var channel = Channel();
        await using var services = Services(rig, channel);

        services.GetRequiredService<PollSignal>().Wake(channel.Channel);

        await Eventually.True(() => rig.Logs.Lines.Any(line => line.Contains("was lost", StringComparison.Ordinal)), "it says so");
    }

    private static TestPolled Channel() => new(RouterRig.Channel) { Gives = _ => Task.FromResult<PollResult>(new PollResult.Page([], "c", false)) };

    private static ServiceProvider Services(RouterRig rig, TestPolled channel) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(rig.Logs))
        .AddQuartz()
        .AddSingleton(rig.Time).AddSingleton(rig.Get<ChannelPolling>()).AddSingleton<IPolledChannel>(channel).AddSingleton<PollSignal>()
        .BuildServiceProvider();

    /// <summary>The job is there, and nothing triggers it.</summary>
    private static async Task<IScheduler> ScheduleAsync(ServiceProvider services)
    {
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var job = JobBuilder.Create<PollJob>().WithIdentity(PollJob.KeyOf(RouterRig.Channel, "main")).StoreDurably()
            .UsingJobData(PollJob.Channel, RouterRig.Channel).UsingJobData(PollJob.Account, "main").Build();
        await scheduler.AddJob(job);
        await scheduler.Start();
        return scheduler;
    }

    private static async Task SweepAsync(IScheduler scheduler, RouterRig rig)
    {
        await scheduler.TriggerJob(new JobKey("sweep"));
        await Eventually.True(() => rig.Get<ChannelPolling>().States.Count == 1, "the sweep looked");
    }
}
