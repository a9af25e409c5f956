using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hub.Router.Tests.Intake;

public class ChannelPollingTests
{
    [Fact]
    public async Task Rows_and_cursor_are_saved_together_or_not_at_all()
    {
        await using var rig = await RouterRig.StartAsync();
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => Page(rig, "c-1", false, "a", "b") };
        rig.Faults.AtCommit = new IOException("the disk is gone");
        Assert.Equal(channel.Interval, await rig.Get<ChannelPolling>().PollAsync(channel, default));

        rig.Faults.AtCommit = null;
        Assert.Empty(await rig.AllAsync<PollCursor>());
        Assert.Empty(await rig.AllAsync<RawBody>());

        await rig.Get<ChannelPolling>().PollAsync(channel, default);
        Assert.Equal("c-1", Assert.Single(await rig.AllAsync<PollCursor>()).Value);
        Assert.Equal(2, (await rig.AllAsync<RawBody>()).Count);
    }

    [Fact]
    public async Task A_page_that_fails_in_the_middle_leaves_the_cursor_of_the_last_good_one()
    {
        await using var rig = await RouterRig.StartAsync();
        var channel = new TestPolled(RouterRig.Channel)
        {
            Gives = cursor => cursor is null ? Page(rig, "c-1", true, "a") : throw new InvalidOperationException("a bug"),
        };

        Assert.Equal(channel.Interval, await rig.Get<ChannelPolling>().PollAsync(channel, default));

        Assert.Equal([null, "c-1"], channel.Cursors);
        Assert.Equal("c-1", Assert.Single(await rig.AllAsync<PollCursor>()).Value);
        Assert.Contains("InvalidOperationException", Assert.Single(rig.Get<ChannelPolling>().States).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_hub_is_kept_out_and_one_that_slept_too_long_does_not_move_the_cursor_back()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        var theirs = new TestPolled(RouterRig.Channel) { Gives = _ => Page(rig, "c-9", false, "b") };
        var mine = new TestPolled(RouterRig.Channel)
        {
            Gives = async _ =>
            {
                await other.GetRequiredService<ChannelPolling>().PollAsync(theirs, default);
                Assert.Empty(theirs.Cursors);

                rig.Clock.Advance(TimeSpan.FromSeconds(30));
                await other.GetRequiredService<ChannelPolling>().PollAsync(theirs, default);
                return await Page(rig, "c-1", false, "a");
            },
        };

        await rig.Get<ChannelPolling>().PollAsync(mine, default);

        var cursor = Assert.Single(await rig.AllAsync<PollCursor>());
        Assert.Equal(("c-9", 2), (cursor.Value, cursor.Fence));
        Assert.Equal(2, (await rig.AllAsync<RawBody>()).Count);
    }

    [Fact]
    public async Task A_channel_that_is_away_says_when_to_come_back()
    {
        await using var rig = await RouterRig.StartAsync();
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => Task.FromResult<PollResult>(new PollResult.Unavailable("busy", TimeSpan.FromMinutes(3))) };

        Assert.Equal(TimeSpan.FromMinutes(3), await rig.Get<ChannelPolling>().PollAsync(channel, default));
        Assert.Empty(await rig.AllAsync<PollCursor>());
    }

    [Fact]
    public async Task A_poll_that_hangs_is_given_up_marked_and_the_next_one_runs()
    {
        await using var rig = await RouterRig.StartAsync(("Intake:LongestPoll", "00:00:30"));
        var hangs = new TaskCompletionSource<PollResult>();
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => hangs.Task };

        var poll = rig.Get<ChannelPolling>().PollAsync(channel, default);
        await Eventually.True(() => channel.Cursors.Count == 1, "the channel is asked");
        rig.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(poll.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(channel.Interval, await poll);
        Assert.Contains("was given up", Assert.Single(rig.Get<ChannelPolling>().States).Fault, StringComparison.Ordinal);

        channel.Gives = _ => Page(rig, "c-1", false, "a");
        Assert.Equal(channel.Interval, await rig.Get<ChannelPolling>().PollAsync(channel, default));
        hangs.SetResult(new PollResult.Page([], "c-0", false));
        Assert.Equal("c-1", Assert.Single(await rig.AllAsync<PollCursor>()).Value);
        Assert.Null(Assert.Single(rig.Get<ChannelPolling>().States).Fault);
    }

    [Fact]
    public async Task A_lease_is_kept_while_a_long_poll_runs_and_lost_by_one_that_sleeps()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        var theirs = new TestPolled(RouterRig.Channel) { Gives = _ => Page(rig, "c-9", false, "b") };
        var keeper = new PollLeaseKeeper(rig.Get<ChannelPolling>(), rig.Get<Leases>(), rig.Get<IOptions<IntakeOptions>>(), rig.Time, NullLogger<PollLeaseKeeper>.Instance);
        var mine = new TestPolled(RouterRig.Channel)
        {
            Gives = async _ =>
            {
                for (var beat = 0; beat < 20; beat++)
                {
                    rig.Clock.Advance(TimeSpan.FromSeconds(3));
                    await keeper.KeepAsync(default);
                    Assert.Equal(TimeSpan.FromSeconds(3), await other.GetRequiredService<ChannelPolling>().PollAsync(theirs, default));
                }

                return await Page(rig, "c-1", false, "a");
            },
        };

        await rig.Get<ChannelPolling>().PollAsync(mine, default);
        Assert.Empty(theirs.Cursors);
        Assert.True(Assert.Single(other.GetRequiredService<ChannelPolling>().States).StandsBy);

        // It sleeps beyond its lease, the other takes over, and what it keeps after waking is not its own any more.
        rig.Clock.Advance(TimeSpan.FromSeconds(13));
        await other.GetRequiredService<ChannelPolling>().PollAsync(theirs, default);
        await keeper.KeepAsync(default);
        Assert.Equal("c-1", Assert.Single(theirs.Cursors));
        Assert.Equal(TimeSpan.FromSeconds(3), await rig.Get<ChannelPolling>().PollAsync(mine, default));
        Assert.True(Assert.Single(rig.Get<ChannelPolling>().States).StandsBy);
    }

    [Fact]
    public async Task A_hub_whose_poll_job_died_does_not_keep_the_lease()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => Page(rig, "c-1", false) };
        var keeper = new PollLeaseKeeper(rig.Get<ChannelPolling>(), rig.Get<Leases>(), rig.Get<IOptions<IntakeOptions>>(), rig.Time, NullLogger<PollLeaseKeeper>.Instance);
        await rig.Get<ChannelPolling>().PollAsync(channel, default);

        for (var beat = 0; beat < 35; beat++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(3));
            await keeper.KeepAsync(default);
        }

        await other.GetRequiredService<ChannelPolling>().PollAsync(channel, default);
        Assert.Equal(2, channel.Cursors.Count);
    }

    [Fact]
    public async Task A_hub_that_stops_lets_the_other_poll_at_once()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var other = rig.AnotherProcess();
        var channel = new TestPolled(RouterRig.Channel) { Gives = _ => Page(rig, "c-1", false) };
        await rig.RunAsync<PollLeaseKeeper>();
        await rig.Get<ChannelPolling>().PollAsync(channel, default);

        await rig.StopAsync<PollLeaseKeeper>();
        await other.GetRequiredService<ChannelPolling>().PollAsync(channel, default);

        Assert.Equal(2, channel.Cursors.Count);
    }

    private static Task<PollResult> Page(RouterRig rig, string next, bool more, params string[] bodies) =>
        Task.FromResult<PollResult>(new PollResult.Page([.. bodies.Select(body => rig.Normaliser.Body(body))], next, more));
}
