using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

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

    private static Task<PollResult> Page(RouterRig rig, string next, bool more, params string[] bodies) =>
        Task.FromResult<PollResult>(new PollResult.Page([.. bodies.Select(body => rig.Normaliser.Body(body))], next, more));
}
