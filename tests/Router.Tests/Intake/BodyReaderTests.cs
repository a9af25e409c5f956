using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class BodyReaderTests
{
    [Fact]
    public async Task A_body_that_cannot_be_read_is_quarantined_alone_and_its_neighbours_pass()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunAsync<ChannelInbox>();

        await StoreAsync(
            rig,
            rig.Normaliser.Body("a", Items.Report("r-1")),
            rig.Normaliser.Body("b", new NormalisedBody([Items.Report("r-2")], [new UnreadableItem("$.items[1]", "no_content", "There is no text in it.")])),
            new RawItem(RouterRig.Channel, "main", "nobody told"u8.ToArray(), rig.Time.GetUtcNow()),
            rig.Normaliser.Body("c", Items.Report("r-3")));
        await rig.RunAsync<BodyReader>();

        await Eventually.True(async () => await rig.AllAsync<UnreadMark>() is [], "all bodies are read");
        Assert.Equal(["r-1", "r-2", "r-3"], (await rig.AllAsync<Report>()).Select(report => report.ExternalId).Order());
        Assert.Equal(["no_content", "reader_failed"], (await rig.AllAsync<QuarantineEntry>()).Select(entry => entry.Code).Order());
    }

    [Fact]
    public async Task What_cannot_be_saved_is_quarantined_alone_and_its_neighbours_pass()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON reports WHEN NEW.external_id = 'r-2' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        await rig.RunAsync<ChannelInbox>();

        await StoreAsync(rig, rig.Normaliser.Body("a", Items.Report("r-1")), rig.Normaliser.Body("b", Items.Report("r-2")), rig.Normaliser.Body("c", Items.Report("r-3")));
        await rig.RunAsync<BodyReader>();

        await Eventually.True(async () => await rig.AllAsync<UnreadMark>() is [], "all bodies are read");
        Assert.Equal(["LP-r-1-1", "LP-r-3-2"], (await rig.AllAsync<Report>()).OrderBy(report => report.Number).Select((report, index) => $"LP-{report.ExternalId}-{index + 1}"));
        Assert.Equal("not_saved", Assert.Single(await rig.AllAsync<QuarantineEntry>()).Code);
    }

    [Fact]
    public async Task A_body_whose_seal_does_not_open_is_quarantined_and_the_sweep_goes_on()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        var early = rig.Time.GetUtcNow() - TimeSpan.FromMinutes(1);
        var archive = rig.Get<RawArchive>();
        var good = archive.Close(rig.Normaliser.Body("a", Items.Report("r-1")) with { ReceivedAt = early.AddSeconds(1) });
        var bad = archive.Close(rig.Normaliser.Body("b", Items.Report("r-2")) with { ReceivedAt = early });
        bad.Sealed[^1] ^= 1;
        await rig.WriteAsync((write, token) => RawArchive.StoreAsync(write.Db, [bad, good], token));

        await rig.RunAsync<BodyReader>();

        await Eventually.True(async () => (await rig.AllAsync<Report>()).Count == 1, "the good body is read");
        Assert.Equal("not_opened", Assert.Single(await rig.AllAsync<QuarantineEntry>()).Code);
    }

    [Fact]
    public async Task A_body_of_a_channel_that_another_process_reads_is_left_to_it()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        var early = rig.Time.GetUtcNow() - TimeSpan.FromMinutes(1);
        var archive = rig.Get<RawArchive>();
        var ours = archive.Close(rig.Normaliser.Body("a", Items.Report("r-1")) with { ReceivedAt = early });
        var theirs = archive.Close(rig.Normaliser.Body("b") with { Channel = "elsewhere", ReceivedAt = early });
        await rig.WriteAsync((write, token) => RawArchive.StoreAsync(write.Db, [theirs, ours], token));

        await rig.RunAsync<BodyReader>();

        await Eventually.True(async () => (await rig.AllAsync<Report>()).Count == 1, "our body is read");
        Assert.Single(await rig.AllAsync<UnreadMark>(), mark => mark.Channel == "elsewhere");
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());
    }

    [Fact]
    public async Task While_the_store_is_away_nothing_is_quarantined_and_afterwards_all_is_read()
    {
        await using var rig = await RouterRig.StartLiveAsync();
        await rig.RunAsync<ChannelInbox>();
        await StoreAsync(rig, rig.Normaliser.Body("a", Items.Report("r-1")));
        rig.Faults.AtCommit = new IOException("the disk is gone");

        await rig.RunAsync<BodyReader>();
        await Eventually.True(() => rig.Logs.Lines.Any(line => line.Contains("Reading pauses", StringComparison.Ordinal)), "the reader meets the fault");
        rig.Faults.AtCommit = null;

        await Eventually.True(async () => (await rig.AllAsync<Report>()).Count == 1, "the body is read after all");
        Assert.Empty(await rig.AllAsync<QuarantineEntry>());
    }

    private static async Task StoreAsync(RouterRig rig, params RawItem[] bodies) =>
        Assert.All(await Task.WhenAll(bodies.Select(body => rig.Get<IChannelInbox>().StoreAsync(body, default))), answer => Assert.Equal(Stored.Yes, answer));
}
