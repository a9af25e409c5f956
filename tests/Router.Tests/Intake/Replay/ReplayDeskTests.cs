using Hub.Contracts.Reports;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Intake.Replay;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Intake.Quarantine;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake.Replay;

public class ReplayDeskTests
{
    private static readonly ReplayRange Today = new(RouterRig.Channel, RouterRig.Start.AddHours(-1), RouterRig.Start.AddHours(12));
    private static readonly Pace AtOnce = new(7, TimeSpan.Zero);

    [Fact]
    public async Task A_hundred_reports_read_wrongly_are_corrected_none_is_doubled_and_no_byte_changes()
    {
        await using var rig = await RouterRig.StartAsync();
        for (var number = 0; number < 100; number++)
        {
            await rig.ReceiveAsync($"b-{number}", Items.Report($"r-{number}", "JALAN") with { ContentVersion = $"v{number}" });
            rig.NowReads($"b-{number}", Items.Report($"r-{number}", $"Ada jalan rusak nomor {number}") with { ContentVersion = $"w{number}", Category = "JALAN" });
        }

        var hashes = (await rig.AllAsync<RawBody>()).ToDictionary(row => row.Id, rig.Hash);
        var stored = (await rig.AllAsync<RawBody>()).ToDictionary(row => row.Id, row => Convert.ToHexString(row.Sealed));
        var before = await EffectsAsync(rig);

        var preview = await PreviewAsync(rig);
        Assert.True(preview is { Bodies: 100, Unchanged: 0, ChangedReports: 100, AddedItems: 0, NowReadable: 0, NoLongerReadable: 0 });
        Assert.Equal((100, 100), (preview.Fields["text"], preview.Fields["category"]));
        Assert.InRange(preview.Samples.Count, 1, 10);
        Assert.Equal(before, await EffectsAsync(rig));

        var applied = await ApplyAsync(rig);
        Assert.True(applied is { ChangedReports: 100, AddedItems: 0, Stopped: false });
        var reports = await rig.AllAsync<Report>();
        Assert.Equal(100, reports.Count);
        Assert.All(reports, report => Assert.Equal($"Ada jalan rusak nomor {report.ExternalId[2..]}", report.Text));
        Assert.Equal(100, (await rig.AllAsync<TimelineEntry>()).Count(line => line.Text.StartsWith("Diperbarui dari arsip", StringComparison.Ordinal)));
        Assert.Equal(100, (await rig.AllAsync<LedgerEntry>()).Count);
        var raw = await rig.AllAsync<RawBody>();
        Assert.Equal(100, raw.Count);
        Assert.All(raw, row => Assert.Equal((hashes[row.Id], stored[row.Id]), (rig.Hash(row), Convert.ToHexString(row.Sealed))));

        var after = await EffectsAsync(rig);
        Assert.True(await ApplyAsync(rig) is { Bodies: 100, Unchanged: 100, HasEffect: false });
        Assert.Equal(after, await EffectsAsync(rig));
        Assert.Equal(100, (await rig.AllAsync<OperatorAct>()).Where(act => act.Verb == "replay").Sum(act => act.Count));
    }

    [Fact]
    public async Task The_preview_tells_every_kind_of_difference_and_the_change_does_just_that()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("same", Items.Report("r-1"));
        await rig.ReceiveAsync("missed", Items.Report("r-2"));
        await rig.ReceiveAsync("broken", ArchiveBench.Unreadable());
        await rig.ReceiveAsync("worse", Items.Report("r-3"));
        await rig.ReceiveAsync("wrong", Items.Report("r-4", "salah 081234567890"));
        rig.NowReads("missed", Items.Report("r-2"), Items.FollowUp("f-1", "r-2"));
        rig.NowReads("broken", Items.Report("r-5"));
        rig.Normaliser.Body("worse", ArchiveBench.Unreadable("$", "bad_field"));
        rig.NowReads("wrong", Items.Report("r-4", "benar 081234567890"));

        var preview = await PreviewAsync(rig);
        var applied = await ApplyAsync(rig);

        foreach (var tally in (ReplayTally[])[preview, applied])
        {
            Assert.True(tally is { Bodies: 5, Unchanged: 1, AddedItems: 2, ChangedReports: 1, NowReadable: 1, NoLongerReadable: 1, Gone: 1 });
        }

        Assert.Equal(["adds", "changes", "gone", "readable", "unreadable"], preview.Samples.Select(sample => sample.What).Distinct().Order());
        Assert.DoesNotContain(preview.Samples, sample => $"{sample.Before}{sample.After}".Contains("0812", StringComparison.Ordinal));
        Assert.Equal("benar [telepon]", (await rig.ReportAsync("r-4")).Text);
        Assert.Equal(Items.RoadText, (await rig.ReportAsync("r-3")).Text);
        Assert.Single(await rig.AllAsync<QuarantineEntry>(), entry => entry.SettledAt is null);
    }

    [Fact]
    public async Task A_report_that_a_newer_body_made_is_never_moved_back_to_older_content()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("old", Items.Report("r-1", "lama") with { ContentVersion = "a" });
        await rig.ReceiveAsync("new", Items.Report("r-1", "baru") with { ContentVersion = "b" });
        rig.NowReads("old", Items.Report("r-1", "lama sekali") with { ContentVersion = "c" });

        Assert.False((await PreviewAsync(rig)).HasEffect);
        await ApplyAsync(rig);

        Assert.Equal("baru", (await rig.ReportAsync("r-1")).Text);
    }

    [Fact]
    public async Task An_edit_of_an_old_body_does_not_move_a_report_back_either()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("old", ArchiveBench.Unreadable("$[1]", "bad_field", Items.Report("r-1", "lama") with { ContentVersion = "a" }));
        await rig.ReceiveAsync("new", Items.Report("r-1", "baru") with { ContentVersion = "b" });
        rig.NowReads("edited", Items.Report("r-1", "lama") with { ContentVersion = "a" }, Items.Report("r-2"));
        var entry = await rig.EntryAsync();

        await rig.Desk().EditAsync(entry.Id, ArchiveBench.Bytes("edited"), ArchiveBench.By, default);
        Assert.IsType<RetryResult.Done>(await rig.Desk().RetryAsync(entry.Id, ArchiveBench.By, default));

        Assert.Equal("baru", (await rig.ReportAsync("r-1")).Text);
        Assert.False((await PreviewAsync(rig)).HasEffect);
        Assert.True((await ApplyAsync(rig)) is { HasEffect: false });
        Assert.Equal("read", (await rig.EntryAsync()).Settled);
    }

    [Fact]
    public async Task State_is_left_alone_words_added_later_stay_and_the_unit_hears_of_the_new_text()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        await rig.ReceiveAsync("a", Items.Chat("c-1", "budi", RouterRig.Start, "Selamat pagi"));
        await rig.ReceiveAsync("b", Items.Chat("c-2", "budi", RouterRig.Start.AddMinutes(1), "ada jalan rusak"));
        var report = await rig.ReportAsync("c-1");
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("c-1")).State);
        rig.NowReads("a", Items.Chat("c-1", "budi", RouterRig.Start, "Selamat pagi, Bapak") with { ChannelState = ReportState.Closed, ChannelWord = "Selesai" });

        Assert.True(await ApplyAsync(rig) is { ChangedReports: 1 });

        var now = await rig.ReportAsync("c-1");
        Assert.Equal((ReportState.Assigned, "Selamat pagi, Bapak\nada jalan rusak"), (now.State, now.Text));
        Assert.Contains(await rig.MessagesAsync(), message => message.Body.Contains("report.amended", StringComparison.Ordinal) && message.Body.Contains("Bapak", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_after_the_batch_in_hand_and_goes_on_from_there()
    {
        await using var rig = await RouterRig.StartAsync();
        for (var number = 0; number < 30; number++)
        {
            await rig.ReceiveAsync($"b-{number}", Items.Report($"r-{number}", "salah"));
            rig.NowReads($"b-{number}", Items.Report($"r-{number}", "benar"));
        }

        using var stop = new CancellationTokenSource();
        var first = await rig.Get<ReplayDesk>().ApplyAsync(Today, ArchiveBench.By, (new Pace(10, TimeSpan.FromHours(1)), new Told(_ => stop.Cancel())), stop.Token);
        Assert.True(first is { Bodies: 10, ChangedReports: 10, Stopped: true });
        Assert.Equal(10, (await rig.AllAsync<Report>()).Count(report => report.Text == "benar"));

        var second = await rig.Get<ReplayDesk>().ApplyAsync(Today with { After = first.LastBody }, ArchiveBench.By, (AtOnce, new Told(_ => { })), default);
        Assert.True(second is { Bodies: 20, ChangedReports: 20, Stopped: false });
        Assert.All(await rig.AllAsync<Report>(), report => Assert.Equal("benar", report.Text));
    }

    [Fact]
    public async Task A_body_that_cannot_be_saved_is_put_aside_alone()
    {
        await using var rig = await RouterRig.StartAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await rig.ReceiveAsync(name, Items.Report($"r-{name}"));
            rig.NowReads(name, Items.Report($"r-{name}"), Items.Report($"new-{name}"));
        }

        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON reports WHEN NEW.external_id = 'new-b' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        var tally = await ApplyAsync(rig);

        Assert.True(tally is { Bodies: 3, AddedItems: 2, NotSaved: 1 });
        Assert.Equal("not_saved", (await rig.EntryAsync()).Code);
        Assert.Equal(5, (await rig.AllAsync<Report>()).Count);
    }

    [Fact]
    public async Task Only_the_wanted_bodies_are_read()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("early", Items.Report("r-1", "salah"));
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await rig.ReceiveAsync("late", Items.Report("r-2", "salah"));
        rig.NowReads("early", Items.Report("r-1", "benar"));
        rig.NowReads("late", Items.Report("r-2", "benar"));
        var desk = rig.Get<ReplayDesk>();

        Assert.Equal(1, await desk.CountAsync(Today with { To = RouterRig.Start.AddHours(1) }, default));
        Assert.Equal(0, await desk.CountAsync(Today with { Account = "other" }, default));
        Assert.Equal(0, await desk.CountAsync(Today with { Channel = RouterRig.Quiet }, default));
        await desk.ApplyAsync(Today with { From = RouterRig.Start.AddHours(1) }, ArchiveBench.By, (AtOnce, new Told(_ => { })), default);

        Assert.Equal(["salah", "benar"], (await rig.AllAsync<Report>()).OrderBy(report => report.ExternalId).Select(report => report.Text));
    }

    [Fact]
    public async Task Words_of_a_restricted_report_are_in_no_sample()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReceiveAsync("a", Items.Report("r-1", "pejabat minta suap") with { Sensitivity = new Sensitivity(false, true) });
        rig.NowReads("a", Items.Report("r-1", "pejabat itu minta suap") with { Sensitivity = new Sensitivity(false, true) });

        Assert.DoesNotContain((await PreviewAsync(rig)).Samples, sample => $"{sample.Before}{sample.After}".Contains("suap", StringComparison.Ordinal));
    }

    private static Task<ReplayTally> PreviewAsync(RouterRig rig) => rig.Get<ReplayDesk>().PreviewAsync(Today, new Told(_ => { }), default);

    private static Task<ReplayTally> ApplyAsync(RouterRig rig) => rig.Get<ReplayDesk>().ApplyAsync(Today, ArchiveBench.By, (AtOnce, new Told(_ => { })), default);

    private static async Task<string> EffectsAsync(RouterRig rig) => string.Join(
        '\n',
        [
            .. (await rig.AllAsync<Report>()).Select(report => report.ToString()),
            .. (await rig.AllAsync<TimelineEntry>()).Select(line => line.ToString()),
            .. (await rig.MessagesAsync()).Select(message => message.ToString()),
            .. (await rig.AllAsync<QuarantineEntry>()).Select(entry => entry.ToString()),
            .. (await rig.AllAsync<OperatorAct>()).Select(act => act.ToString()),
        ]);

    private sealed class Told(Action<ReplayTally> says) : IProgress<ReplayTally>
    {
        public void Report(ReplayTally value) => says(value);
    }
}
