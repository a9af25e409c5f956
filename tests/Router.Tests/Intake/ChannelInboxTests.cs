using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class ChannelInboxTests
{
    [Fact]
    public async Task Bodies_that_come_at_once_are_each_answered_and_a_twin_is_told_apart()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunAsync<ChannelInbox>();
        var bodies = Enumerable.Range(0, 200).Select(index => rig.Normaliser.Body($"b-{index % 100}")).ToList();

        var answers = await Task.WhenAll(bodies.Select(body => rig.Get<IChannelInbox>().StoreAsync(body, default)));

        Assert.Equal(100, answers.Count(answer => answer is Stored.Yes));
        Assert.Equal(100, answers.Count(answer => answer is Stored.Twin));
        Assert.Equal(100, (await rig.AllAsync<RawBody>()).Count);
        Assert.Equal(Stored.Twin, await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b-1"), default));
    }

    [Fact]
    public async Task A_store_that_fails_is_answered_No_and_keeps_nothing_half()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunAsync<ChannelInbox>();
        rig.Faults.AtCommit = new IOException("the disk is gone");

        Assert.Equal(Stored.No, await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b"), default));
        Assert.Empty(await rig.AllAsync<RawBody>());

        rig.Faults.AtCommit = null;
        Assert.Equal(Stored.Yes, await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b"), default));
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_a_twin_and_is_read_all_the_same()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunAsync<ChannelInbox>();
        rig.Faults.AfterCommitOnce = new TransientFault();

        Assert.Equal(Stored.Twin, await rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b", Items.Report("r-1")), default));

        await rig.RunAsync<BodyReader>();
        await Eventually.True(async () => (await rig.AllAsync<Report>()).Count == 1, "the body is read");
    }

    [Fact]
    public async Task When_nobody_commits_the_answer_is_No_after_the_longest_wait()
    {
        await using var rig = await RouterRig.StartAsync();

        var answer = rig.Get<IChannelInbox>().StoreAsync(rig.Normaliser.Body("b"), default);
        rig.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Stored.No, await answer);
    }

    [Fact]
    public async Task When_too_many_wait_the_answer_is_No_at_once()
    {
        await using var rig = await RouterRig.StartAsync(("Intake:MostWaiting", "16"));
        var inbox = rig.Get<IChannelInbox>();
        var waiting = Enumerable.Range(0, 16).Select(index => inbox.StoreAsync(rig.Normaliser.Body($"b-{index}"), default)).ToList();

        Assert.Equal(Stored.No, await inbox.StoreAsync(rig.Normaliser.Body("one too many"), default));
        Assert.All(waiting, answer => Assert.False(answer.IsCompleted));
    }

    [Fact]
    public async Task A_body_that_cannot_be_stored_holds_no_neighbour_back()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON raw_bodies WHEN NEW.file_name = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        var inbox = rig.Get<IChannelInbox>();
        var bodies = Enumerable.Range(0, 9).Select(index => rig.Normaliser.Body($"b-{index}") with { FileName = index == 4 ? "poison" : null });

        var answers = bodies.Select(body => inbox.StoreAsync(body, default)).ToList();
        await rig.RunAsync<ChannelInbox>();

        Assert.Equal(8, (await Task.WhenAll(answers)).Count(answer => answer is Stored.Yes));
        Assert.Equal(Stored.No, await answers[4]);
    }
}
