using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Lifecycle;

public sealed class MergeTests
{
    [Fact]
    public async Task A_merged_report_goes_on_under_the_other_and_its_channel_is_told_where()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        var (report, into) = await PairAsync(rig);

        Assert.IsType<ReportActResult.Done>(await rig.MergesAsync(report, into));

        var now = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Merged, true), (now.State, now.Reason!.Contains(into.Number, StringComparison.Ordinal)));
        var told = (await rig.LedgerAsync(report.Id))[^1];
        Assert.Contains(into.Number, told.PublicNote);
        Assert.Equal(ReportState.Merged, told.State);
        Assert.Contains((await rig.MessagesAsync()).Where(message => message.Queue == HubQueues.UnitInbox(RigKnowledge.Water)), message => message.Body.Contains(Items.RoadText, StringComparison.Ordinal));
        Assert.Equal(("report.merge", $"{report.Number} into {into.Number}"), (await rig.AllAsync<OperatorAct>()).Select(act => (act.Verb, act.Subject)).Single());
        Assert.Contains(await rig.HistoryAsync(into.Id), line => line.Kind == "merged");

        // Asked again, as after a lost answer: nothing more happens.
        var before = (await rig.AllAsync<TimelineEntry>()).Count;
        Assert.IsType<ReportActResult.Done>(await rig.MergesAsync(report, into));
        Assert.Equal(before, (await rig.AllAsync<TimelineEntry>()).Count);
    }

    [Fact]
    public async Task A_channel_that_shows_no_merge_is_told_in_a_state_that_it_shows()
    {
        await using var rig = await RouterRig.StartAsync();
        rig.Sink.Capabilities = new ChannelCapabilities([ReportState.InProgress, ReportState.Answered], false, 500);
        var (report, into) = await PairAsync(rig);

        await rig.MergesAsync(report, into);

        var told = Assert.Single(await rig.LedgerAsync(report.Id));
        Assert.Equal((ReportState.InProgress, RigKnowledge.Water), (told.State, told.UnitCode));
        Assert.Contains(into.Number, told.PublicNote);
    }

    [Fact]
    public async Task What_is_said_of_the_other_reaches_both_channels_in_order_and_once()
    {
        await using var rig = await RouterRig.StartAsync();
        var (report, into) = await PairAsync(rig);
        await rig.MergesAsync(report, into);
        var first = (await rig.LedgerAsync(report.Id)).Count;
        var said = new UnitStatus { ReportId = into.Id, Status = "in_progress", PublicNote = "Tim sedang menutup tanggul." };
        var desk = rig.Get<UnitStatusDesk>();

        await desk.SayAsync(
            [
                new(RigKnowledge.Water, "w-1", said with { Status = "acknowledged", PublicNote = null }), new(RigKnowledge.Water, "w-2", said), new(RigKnowledge.Water, "w-2", said),
                new(RigKnowledge.Water, "w-3", said with { Status = "answered", PublicNote = "Tanggul sudah tertutup." }),
            ],
            default);
        await rig.ClosesAsync("r-2", rig.Clock.GetUtcNow().AddMinutes(1));

        var mine = (await rig.LedgerAsync(report.Id)).Skip(first).ToList();
        Assert.Equal([ReportState.Acknowledged, ReportState.InProgress, ReportState.Answered, ReportState.Closed], mine.Select(row => row.State));
        Assert.Equal(mine.Select(row => row.Sequence).Order().Distinct(), mine.Select(row => row.Sequence));
        Assert.Equal("Tanggul sudah tertutup.", mine[2].PublicNote);
        Assert.Equal([ReportState.Acknowledged, ReportState.InProgress, ReportState.Answered], (await rig.LedgerAsync(into.Id)).TakeLast(3).Select(row => row.State));
        Assert.Equal(ReportState.Merged, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task What_the_reporter_adds_reaches_the_unit_of_the_other_and_answers_its_question()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        var (report, into) = await PairAsync(rig);
        await rig.MergesAsync(report, into);
        await rig.SaysAsync(into, "waiting_reporter", "Di sisi mana tanggul yang bocor?");
        rig.Clock.Advance(TimeSpan.FromMinutes(5));

        await rig.AddsAsync("r-1", "Di sisi timur, hubungi 081234567890");

        Assert.Equal(ReportState.InProgress, (await rig.ReportAsync("r-2")).State);
        var sent = (await rig.MessagesAsync()).Where(message => message.Queue == HubQueues.UnitInbox(RigKnowledge.Water)).OrderBy(message => message.Id).Last();
        Assert.Contains("Di sisi timur", sent.Body);
        Assert.DoesNotContain("081234567890", sent.Body);
        Assert.Contains((await rig.Get<UnitInbox>().FindAsync(RigKnowledge.Water, into.Id, default))!.Additions, addition => addition.Text.StartsWith("Di sisi timur", StringComparison.Ordinal));
        Assert.Single(await rig.AllAsync<Contribution>(), row => row.ReportId == report.Id);
    }

    [Fact]
    public async Task Taken_apart_a_report_stands_where_it_stood_before_and_its_channel_is_told()
    {
        await using var rig = await RouterRig.StartAsync();
        var (report, into) = await PairAsync(rig);
        await rig.SaysAsync(report, "in_progress");
        var before = await rig.ReportAsync("r-1");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.MergesAsync(report, into);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        var done = Assert.IsType<ReportActResult.Done>(await rig.UnmergesAsync(report));

        Assert.Equal(ReportState.InProgress, done.State);
        var now = await rig.ReportAsync("r-1");
        Assert.Equal((before.State, before.StateAt, before.Unit, before.Reason), (now.State, now.StateAt, now.Unit, now.Reason));
        Assert.Equal((ReportState.InProgress, false), ((await rig.LedgerAsync(report.Id))[^1].State, (await rig.LedgerAsync(report.Id))[^1].IsWordedByHub));
        Assert.Contains(await rig.HistoryAsync(report.Id), line => line.Kind == "unmerged");
        var told = (await rig.LedgerAsync(report.Id)).Count;
        await rig.SaysAsync(into, "answered");
        Assert.Equal(told, (await rig.LedgerAsync(report.Id)).Count);
        Assert.IsType<ReportActResult.Refused>(await rig.UnmergesAsync(report));
        Assert.Equal(["report.merge", "report.unmerge"], (await rig.AllAsync<OperatorAct>()).OrderBy(act => act.Id).Select(act => act.Verb));
    }

    [Fact]
    public async Task What_its_channel_ended_meanwhile_is_ended_when_it_is_taken_apart()
    {
        await using var rig = await RouterRig.StartAsync();
        var (report, into) = await PairAsync(rig);
        await rig.MergesAsync(report, into);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.ClosesAsync("r-1");
        Assert.Equal(ReportState.Merged, (await rig.ReportAsync("r-1")).State);

        await rig.UnmergesAsync(report);

        var now = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Closed, rig.Clock.GetUtcNow()), (now.State, now.StateAt));
    }

    [Fact]
    public async Task A_merge_that_must_not_be_is_refused_with_the_reason()
    {
        await using var rig = await RouterRig.StartAsync();
        var (report, into) = await PairAsync(rig);
        var third = await rig.AssignedAsync("r-3");
        var secret = await rig.AssignedAsync("r-4", "Ada suap di proyek ini");
        var closed = await rig.AssignedAsync("r-5");
        await rig.ClosesAsync("r-5");
        await rig.ReadAsync(Items.Report("r-6"));
        await rig.MergesAsync(report, into);

        Assert.True(secret.Restricted);
        (Report One, Report Other, string Word)[] refused =
        [
            (third, third, "itself"), (into, report, "names"), (into, third, "merge each"), (third, report, "name that one"), (report, third, "already"), (third, secret, "restricted"), (secret, third, "restricted"),
            (closed, third, "has ended"), (third, closed, "has ended"), (third, await rig.ReportAsync("r-6"), "not been decided"),
        ];
        foreach (var (one, other, word) in refused)
        {
            var result = Assert.IsType<ReportActResult.Refused>(await rig.MergesAsync(await rig.ReportAsync(one.ExternalId), await rig.ReportAsync(other.ExternalId)));
            Assert.True(word == "names" || result.Reason.Contains(word, StringComparison.Ordinal), $"{one.ExternalId} into {other.ExternalId}: {result.Reason}");
        }

        Assert.Single(await rig.AllAsync<ReportMerge>());
        Assert.IsType<ReportActResult.NoReport>(await rig.Get<MergeDesk>().MergeAsync((third.Number, "LP-2026-999999"), Desk.Ani, null, default));
    }

    [Fact]
    public async Task What_changed_since_the_preview_is_not_merged()
    {
        await using var rig = await RouterRig.StartAsync();
        var (report, into) = await PairAsync(rig);
        var preview = await rig.Get<MergeDesk>().PreviewAsync(report.Number, into.Number, default);
        await rig.SaysAsync(into, "in_progress");

        var result = await rig.Get<MergeDesk>().MergeAsync((report.Number, into.Number), Desk.Ani, (preview!.Report.Version, preview.Into.Version), default);

        Assert.Contains("changed since", Assert.IsType<ReportActResult.Refused>(result).Reason);
        var again = await rig.Get<MergeDesk>().PreviewAsync(report.Number, into.Number, default);
        Assert.IsType<ReportActResult.Done>(await rig.Get<MergeDesk>().MergeAsync((report.Number, into.Number), Desk.Ani, (again!.Report.Version, again.Into.Version), default));
    }

    [Fact]
    public async Task The_name_of_one_reporter_does_not_reach_the_channel_of_the_other()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-2", "sungai meluap di kampung kami") with { Reporter = Items.Person("siti") with { Name = "Siti Aminah" } });
        var into = await rig.AssignedAsync("r-2", "sungai meluap di kampung kami");
        var report = await rig.AssignedAsync();
        Assert.IsType<UnitStatusResult.Taken>(await rig.SaysAsync(into, "in_progress", "Yth. Ibu Siti Aminah, tim kami sudah di lokasi."));
        await rig.MergesAsync(report, into);

        var refused = Assert.IsType<UnitStatusResult.Unusable>(await rig.SaysAsync(into, "answered", "Yth. Ibu Siti Aminah, tanggul sudah tertutup."));

        Assert.DoesNotContain("Siti", refused.Reason);
        Assert.DoesNotContain(await rig.LedgerAsync(report.Id), row => row.PublicNote.Contains("Siti", StringComparison.Ordinal));
    }

    private static async Task<(Report Report, Report Into)> PairAsync(RouterRig rig)
    {
        var into = await rig.AssignedAsync("r-2", "sungai meluap di kampung kami");
        Assert.Equal(RigKnowledge.Water, into.Unit);
        return (await rig.AssignedAsync(), into);
    }
}
