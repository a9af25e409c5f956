using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake.Quarantine;

public class QuarantineRetryTests
{
    [Fact]
    public async Task After_the_fix_a_retry_lands_the_item_and_its_neighbours_make_no_twins()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", ArchiveBench.Unreadable("$[1]", "bad_field", Items.Report("r-1"), Items.Report("r-3")));
        var entry = await rig.EntryAsync();
        rig.NowReads("a", Items.Report("r-1"), Items.Report("r-2"), Items.Report("r-3"));

        Assert.Equal(new RetryResult.Done(entry.Id, "read"), await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));

        Assert.Equal(["r-1", "r-2", "r-3"], (await rig.AllAsync<Report>()).Select(report => report.ExternalId).Order());
        Assert.Equal(3, (await rig.AllAsync<LedgerEntry>()).Count);
        Assert.True(await rig.EntryAsync() is { Settled: "read", SettledAt: not null, Attempts: 1 });
        Assert.Equal(("petugas", "quarantine.retry", entry.Id.ToString(), 1), Assert.Single((await rig.AllAsync<OperatorAct>()).Select(act => (act.By, act.Verb, act.Subject, act.Count))));
    }

    [Fact]
    public async Task A_retry_that_fails_keeps_the_entry_open_with_the_new_reason_and_counts()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", ArchiveBench.Unreadable("$[0]", "bad_field"));
        var entry = await rig.EntryAsync();
        rig.Normaliser.Body("a", new NormalisedBody([], [new UnreadableItem("$[0]", "no_content", "There is no text in it.")]));

        Assert.Equal(new RetryResult.StillFails(entry.Id, "no_content", "There is no text in it."), await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));
        await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default);

        Assert.True(await rig.EntryAsync() is { SettledAt: null, Code: "no_content", Attempts: 2, TriedAt: not null });
    }

    [Fact]
    public async Task Twenty_retries_of_one_entry_at_once_are_one_effect()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", ArchiveBench.Unreadable());
        var entry = await rig.EntryAsync();
        rig.NowReads("a", Items.Report("r-1"));

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default))));

        Assert.Single(results.OfType<RetryResult.Done>());
        Assert.Equal(19, results.OfType<RetryResult.SettledBefore>().Count());
        Assert.Single(await rig.AllAsync<Report>());
        Assert.Equal(1, (await rig.EntryAsync()).Attempts);
    }

    [Fact]
    public async Task A_place_that_was_settled_and_fails_again_is_open_again_and_a_discarded_one_is_not()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", new NormalisedBody([], [new UnreadableItem("$[0]", "bad_field", "x"), new UnreadableItem("$[1]", "bad_field", "x"), new UnreadableItem("$[2]", "bad_field", "x")]));
        var entries = (await rig.AllAsync<QuarantineEntry>()).OrderBy(entry => entry.Path).ToList();
        Assert.Equal(DiscardResult.Done, await rig.Desk().DiscardAsync(entries[1].Id, (ArchiveBench.By, "rubbish"), default));
        rig.Normaliser.Body("a", new NormalisedBody([], [new UnreadableItem("$[2]", "bad_field", "x")]));
        await rig.Desk().RetryAsync(entries[0].Id, ArchiveBench.By, default);

        rig.Normaliser.Body("a", new NormalisedBody([], [.. entries.Select(entry => new UnreadableItem(entry.Path, "bad_field", "broken again"))]));
        await rig.Desk().RetryAsync(entries[2].Id, ArchiveBench.By, default);

        var now = (await rig.AllAsync<QuarantineEntry>()).OrderBy(entry => entry.Path).ToList();
        Assert.Equal(3, now.Count);
        Assert.True(now[0] is { SettledAt: null, Settled: null, Reason: "broken again" });
        Assert.True(now[1] is { Settled: "discarded", SettledBy: "petugas" });
        Assert.Equal(DiscardResult.SettledBefore, await rig.Desk().DiscardAsync(entries[1].Id, (ArchiveBench.By, "again"), default));
        Assert.Equal(DiscardResult.NoEntry, await rig.Desk().DiscardAsync(Guid.CreateVersion7(RouterRig.Start), (ArchiveBench.By, "nothing"), default));
    }

    [Fact]
    public async Task A_follow_up_whose_report_came_after_all_patience_finds_it()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", Items.FollowUp("f-1", "r-1"));
        rig.Clock.Advance(TimeSpan.FromHours(25));
        await rig.Get<BodyReader>().ReadAsync(await rig.Get<BodySweep>().FindAsync(_ => false, default), default);
        await rig.ReceiveAsync("b", Items.Report("r-1"));

        Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync((await rig.EntryAsync()).Id, ArchiveBench.By, default));
        Assert.Single(await rig.AllAsync<Contribution>());
    }

    [Fact]
    public async Task A_word_that_is_in_the_table_now_is_obeyed_once_unless_the_report_has_moved_on()
    {
        await using var rig = await RouterRig.StartAsync();
        foreach (var id in (string[])["r-1", "r-2"])
        {
            await rig.ReceiveAsync(id, ArchiveBench.Unreadable("$.status", "unknown_word", Items.Report(id) with { ContentVersion = "1", ChannelWord = "Rampung" }));
            rig.NowReads(id, Items.Report(id) with { ContentVersion = "1", ChannelWord = "Rampung", ChannelState = ReportState.Withdrawn });
        }

        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.ReceiveAsync("later", Items.Status("s-1", "r-2", "Dialihkan", ReportState.Assigned, rig.Clock.GetUtcNow()));
        foreach (var entry in await rig.AllAsync<QuarantineEntry>())
        {
            Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));
        }

        Assert.Equal(ReportState.Withdrawn, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-2")).State);
        Assert.Contains(await rig.AllAsync<TimelineEntry>(), line => line is { Kind: "late", State: ReportState.Withdrawn });
    }

    [Fact]
    public async Task An_old_word_of_the_channel_read_from_the_archive_moves_nothing_back()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("r", Items.Report("r-1"));
        await rig.ReceiveAsync("old", ArchiveBench.Unreadable());
        await rig.ReceiveAsync("new", Items.Status("s-2", "r-1", "Dikerjakan", ReportState.Assigned, RouterRig.Start.AddHours(2)));
        rig.NowReads("old", Items.Status("s-1", "r-1", "Triase", ReportState.Triage, RouterRig.Start.AddHours(1)));

        Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync((await rig.EntryAsync()).Id, ArchiveBench.By, default));

        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task What_cannot_be_saved_stays_open_and_a_store_that_is_away_counts_as_no_attempt()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON reports WHEN NEW.external_id = 'r-1' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        await rig.ReceiveAsync("a", ArchiveBench.Unreadable());
        var entry = await rig.EntryAsync();
        rig.NowReads("a", Items.Report("r-1"));

        Assert.True(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default) is RetryResult.StillFails { Code: "not_saved" });
        rig.Faults.AtCommit = new IOException("the disk is gone");
        await Assert.ThrowsAsync<IOException>(() => rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));
        rig.Faults.AtCommit = null;

        Assert.True(await rig.EntryAsync() is { SettledAt: null, Attempts: 1 });
        Assert.Equal(new RetryResult.NoEntry(Guid.Empty), await rig.Desk().RetryAsync(Guid.Empty, ArchiveBench.By, default));
    }

    [Fact]
    public async Task One_malformed_body_of_a_thousand_holds_nobody_back_and_lands_after_its_edit_with_a_link()
    {
        await using var rig = await RouterRig.StartAsync();
        foreach (var number in Enumerable.Range(1, 1000).Where(number => number != 500))
        {
            await rig.ReceiveAsync($"b-{number}", Items.Report($"r-{number}"));
        }

        var original = await rig.ReceiveAsync("b-500 rusak", ArchiveBench.Unreadable("$", "not_json"));
        var entry = await rig.EntryAsync();
        Assert.Equal(999, (await rig.AllAsync<Report>()).Count);
        rig.NowReads("b-500 baik", Items.Report("r-500"));

        var edit = Assert.IsType<EditResult.Stored>(await rig.Desk().EditAsync(entry.Id, ArchiveBench.Bytes("b-500 baik"), ArchiveBench.By, default));
        Assert.True(edit is { Items: 1, Unreadable.Count: 0 });
        Assert.Equal(999, (await rig.AllAsync<Report>()).Count);
        Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));
        Assert.IsType<RetryResult.SettledBefore>(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));

        Assert.Equal(1000, (await rig.AllAsync<Report>()).Count);
        Assert.Equal(edit.CopyId, (await rig.ReportAsync("r-500")).RawId);
        var raw = await rig.AllAsync<RawBody>();
        Assert.Equal(original.Id, raw.Single(row => row.Id == edit.CopyId).EditOf);
        Assert.Equal(rig.Hash(original), rig.Hash(raw.Single(row => row.Id == original.Id)));
        Assert.True(original.Id.CompareTo(edit.CopyId) < 0);
    }

    [Fact]
    public async Task A_fault_that_an_edit_brings_is_an_entry_of_the_original_and_a_second_edit_counts()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", ArchiveBench.Unreadable("$[0]", "bad_field", Items.Report("r-2")));
        var entry = await rig.EntryAsync();
        rig.Normaliser.Body("worse", new NormalisedBody([Items.Report("r-1")], [new UnreadableItem("$[1]", "bad_field", "x")]));
        rig.NowReads("good", Items.Report("r-1"), Items.Report("r-2"));

        await rig.Desk().EditAsync(entry.Id, ArchiveBench.Bytes("worse"), ArchiveBench.By, default);
        Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));
        var other = Assert.Single(await rig.AllAsync<QuarantineEntry>(), row => row.SettledAt is null);
        Assert.Equal((entry.RawId, "$[1]"), (other.RawId, other.Path));

        Assert.IsType<EditResult.Stored>(await rig.Desk().EditAsync(other.Id, ArchiveBench.Bytes("good"), ArchiveBench.By, default));
        Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync(other.Id, ArchiveBench.By, default));
        Assert.Equal(2, (await rig.AllAsync<Report>()).Count);
        Assert.Equal(2, (await rig.Desk().FindAsync(entry.Id, default))!.Edits);
        Assert.IsType<EditResult.Refused>(await rig.Desk().EditAsync(other.Id, ArchiveBench.Bytes("good"), ArchiveBench.By, default));
    }
}
