using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Lifecycle;

public sealed class ReopeningTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task An_operator_opens_a_closed_report_within_the_window_and_its_unit_gets_it_again()
    {
        await using var rig = await RouterRig.StartAsync(("Units:Default", "Queue"));
        var report = await rig.AssignedAsync();
        await rig.ClosesAsync("r-1");
        rig.Clock.Advance(Day * 13);

        var done = Assert.IsType<ReportActResult.Done>(await rig.ReopensAsync(report));

        Assert.Equal(ReportState.Assigned, done.State);
        var now = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Assigned, RigKnowledge.Roads), (now.State, now.Unit));
        Assert.Equal([1L, 2L], (await rig.AllAsync<Assignment>()).Select(row => row.InboxPlace!.Value).Order());
        Assert.Equal(2, (await rig.AllAsync<OutboxMessage>()).Count(message => message.Queue == HubQueues.UnitInbox(RigKnowledge.Roads)));
        Assert.Equal([ReportState.Assigned, ReportState.Closed, ReportState.Reopened, ReportState.Assigned], (await rig.HistoryAsync(report.Id)).Where(line => line.Kind == "state").Select(line => line.State!.Value));
        var row = Assert.Single(await rig.AllAsync<Reopening>());
        Assert.Equal((ReportState.Closed, RouterRig.Start, "operator", true), (row.Ended, row.EndedAt, row.How, row.InWindow));
        Assert.Equal(("report.reopen", report.Number, 1), (await rig.AllAsync<OperatorAct>()).Select(act => (act.Verb, act.Subject, act.Count)).Single());
    }

    [Theory]
    [InlineData("")] // nothing happens in between
    [InlineData("edit")] // the channel shows a new version
    [InlineData("repeat")] // the channel says again that it is closed
    [InlineData("late")] // a word of the unit comes late
    public async Task After_the_window_an_operator_is_refused_and_nothing_moves_the_window(string between)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        await rig.ClosesAsync("r-1");
        rig.Clock.Advance(Day * 10);
        await (between switch
        {
            "edit" => rig.ReadAsync(Items.Report("r-1", "Ada jalan rusak parah") with { ContentVersion = "2" }),
            "repeat" => rig.ClosesAsync("r-1"),
            "late" => rig.SaysAsync(report, "answered"),
            _ => Task.CompletedTask,
        });
        rig.Clock.Advance((Day * 4) + TimeSpan.FromMinutes(1));

        var refused = Assert.IsType<ReportActResult.Refused>(await rig.ReopensAsync(report));

        Assert.Contains("2026-03-16", refused.Reason);
        Assert.Equal((ReportState.Closed, RouterRig.Start), ((await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-1")).StateAt));
        Assert.Contains(await rig.HistoryAsync(report.Id), line => line is { Kind: "refused", State: ReportState.Reopened, By: "ani" });
        Assert.Equal(0, (await rig.AllAsync<OperatorAct>()).Single().Count);
    }

    [Fact]
    public async Task What_has_not_ended_cannot_be_reopened_and_an_unknown_number_is_said()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();

        Assert.IsType<ReportActResult.Refused>(await rig.ReopensAsync(report));
        Assert.IsType<ReportActResult.NoReport>(await rig.Get<ReopenDesk>().ReopenAsync("LP-2026-999999", Desk.Ani, default));
    }

    [Fact]
    public async Task A_channel_opens_a_report_again_and_after_the_window_a_person_decides()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.AssignedAsync();
        await rig.AssignedAsync("r-2");
        await rig.ClosesAsync("r-1");
        await rig.ClosesAsync("r-2");
        rig.Clock.Advance(Day);
        await rig.ClosesAsync("r-1", state: ReportState.Reopened, word: "Dibuka kembali");
        rig.Clock.Advance(Day * 20);

        await rig.ClosesAsync("r-2", state: ReportState.Reopened, word: "Dibuka kembali");

        var (soon, late) = (await rig.ReportAsync("r-1"), await rig.ReportAsync("r-2"));
        Assert.Equal((ReportState.Assigned, RigKnowledge.Roads, "Dibuka kembali"), (soon.State, soon.Unit, soon.ChannelWord));
        Assert.Equal((ReportState.Triage, null, "Dibuka kembali"), (late.State, late.Unit, late.ChannelWord));
        Assert.Equal([true, false], (await rig.AllAsync<Reopening>()).OrderBy(row => row.At).Select(row => row.InWindow));
        Assert.Equal(RigKnowledge.Roads, (await rig.AllAsync<Assignment>()).Where(row => row.ReportId == late.Id).MaxBy(row => row.OnVersion)!.SuggestedUnit);
    }

    [Theory]
    [InlineData("Lubangnya masih ada, mohon dicek lagi", ReportState.Assigned)]
    [InlineData("Terima kasih banyak, Pak!", ReportState.Closed)]
    [InlineData("👍", ReportState.Closed)]
    [InlineData("Terima kasih, tapi belum diperbaiki", ReportState.Assigned)]
    public async Task What_the_citizen_writes_after_the_end_opens_the_report_unless_it_is_only_thanks(string text, ReportState state)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        await rig.ClosesAsync("r-1");
        rig.Clock.Advance(Day);

        await rig.AddsAsync("r-1", text);

        Assert.Equal(state, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(text, Assert.Single(await rig.AllAsync<Contribution>()).Text);
        Assert.Equal(state is ReportState.Assigned ? ["reporter"] : (string[])[], (await rig.AllAsync<Reopening>()).Select(row => row.How));
        Assert.Equal(report.Channel, (await rig.HistoryAsync(report.Id))[^1].By);
    }

    [Theory]
    [InlineData(-60, ReportState.Closed, "it crossed with the closing")]
    [InlineData(60, ReportState.Closed, "it was withdrawn, and a person may open it")]
    [InlineData(60 * 24 * 30, ReportState.Closed, "the window is over")]
    public async Task A_follow_up_that_opens_nothing_is_kept(int minutesAfter, ReportState end, string why)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        rig.Clock.Advance(TimeSpan.FromHours(2));
        var closed = rig.Clock.GetUtcNow();
        var ended = why.Contains("withdrawn", StringComparison.Ordinal) ? ReportState.Withdrawn : end;
        await rig.ClosesAsync("r-1", state: ended);
        rig.Clock.Advance(Day * 31);

        await rig.AddsAsync("r-1", "Masih rusak", closed.AddMinutes(minutesAfter));

        Assert.True(ended == (await rig.ReportAsync("r-1")).State, why);
        Assert.Single(await rig.AllAsync<Contribution>(), row => row.ReportId == report.Id);
    }

    [Fact]
    public async Task An_end_that_is_dated_before_a_reopening_is_over_and_one_after_it_stands()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.AssignedAsync();
        var start = rig.Clock.GetUtcNow();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.ClosesAsync("r-1", start.AddMinutes(10));
        await rig.ClosesAsync("r-1", start.AddMinutes(20), ReportState.Reopened, "Dibuka kembali");

        await rig.ClosesAsync("r-1", start.AddMinutes(15), word: "Ditutup oleh Sistem");
        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);

        await rig.ClosesAsync("r-1", start.AddMinutes(30), word: "Ditutup oleh Admin");
        var end = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Closed, start.AddMinutes(30), "Ditutup oleh Admin"), (end.State, end.StateAt, end.ChannelWord));
    }

    [Fact]
    public async Task A_reopening_that_arrives_before_the_end_it_undoes_is_not_lost()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await rig.AssignedAsync();
        await rig.SaysAsync(report, "in_progress");
        var start = rig.Clock.GetUtcNow();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await rig.ClosesAsync("r-1", start.AddMinutes(20), ReportState.Reopened, "Dibuka kembali");

        await rig.ClosesAsync("r-1", start.AddMinutes(10));

        Assert.Equal(ReportState.InProgress, (await rig.ReportAsync("r-1")).State);
        Assert.Equal(["refused", "late"], (await rig.HistoryAsync(report.Id)).TakeLast(2).Select(line => line.Kind));
    }
}
