using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Tests.Units;

public class UnitStatusDeskTests
{
    [Theory]
    [InlineData("acknowledged", ReportState.Acknowledged)]
    [InlineData("in_progress", ReportState.InProgress)]
    [InlineData("waiting_reporter", ReportState.WaitingReporter)]
    [InlineData("postponed", ReportState.Postponed)]
    [InlineData("answered", ReportState.Answered)]
    [InlineData("archived", ReportState.Archived)]
    [InlineData("returned", ReportState.Triage)]
    public async Task Each_word_moves_the_report(string word, ReportState state)
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);

        Assert.Equal(new UnitStatusResult.Taken(state), await SayAsync(rig, "e-1", Status(report, word)));
        Assert.Equal(state, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task Many_words_at_once_are_taken_in_their_order_each_once_and_each_has_its_own_answer()
    {
        await using var rig = await RouterRig.StartAsync();
        var one = await AssignedAsync(rig);
        var other = await AssignedAsync(rig, "r-2");
        UnitWord Word(Report report, string id, string word) => new(RigKnowledge.Roads, id, Status(report, word));

        var answers = await rig.Get<UnitStatusDesk>().SayAsync(
            [
                Word(one, "e-1", "acknowledged"), Word(other, "e-2", "in_progress"), Word(one, "e-3", "in_progress"), Word(one, "e-1", "acknowledged"),
                Word(one, "e-4", "selesai"), Word(one, "e-5", "waiting_reporter"), Word(one, "e-3", "answered"), Word(other, "e-6", "returned"),
                Word(other, "e-7", "answered"), Word(one, "e-8", "answered"),
            ],
            default);

        Assert.Equal(
            "Acknowledged InProgress InProgress Acknowledged Unusable WaitingReporter OtherContent Triage NoReport Answered",
            string.Join(' ', answers.Select(answer => answer.Result is UnitStatusResult.Taken taken ? taken.State.ToString() : answer.Result!.GetType().Name)));
        Assert.Equal(
            [ReportState.Assigned, ReportState.Acknowledged, ReportState.InProgress, ReportState.WaitingReporter, ReportState.Answered],
            (await rig.LedgerAsync(one.Id)).Skip(1).Select(row => row.State));
        Assert.Equal(
            ["Acknowledged", "InProgress", "WaitingReporter", "Answered"],
            (await rig.AllAsync<TimelineEntry>()).Where(line => line.ReportId == one.Id && line.By == RigKnowledge.Roads).OrderBy(line => line.Id).Select(line => line.State.ToString()));
        Assert.Equal((one.Version + 4, ReportState.Triage), ((await rig.ReportAsync("r-1")).Version, (await rig.ReportAsync("r-2")).State));

        // The whole of it again, as after a crash before the acknowledgement: the same answers and nothing more.
        var before = (await rig.AllAsync<TimelineEntry>()).Count;
        var again = await rig.Get<UnitStatusDesk>().SayAsync([Word(one, "e-1", "acknowledged"), Word(other, "e-2", "in_progress"), Word(one, "e-8", "answered")], default);
        Assert.Equal([ReportState.Acknowledged, ReportState.InProgress, ReportState.Answered], again.Select(answer => ((UnitStatusResult.Taken)answer.Result!).State));
        Assert.Equal(before, (await rig.AllAsync<TimelineEntry>()).Count);
    }

    [Fact]
    public async Task A_word_that_cannot_be_saved_fails_alone()
    {
        await using var rig = await RouterRig.StartAsync();
        var (bad, good) = (await AssignedAsync(rig), await AssignedAsync(rig, "r-2"));
        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON unit_messages WHEN NEW.event_id = 'e-1' BEGIN SELECT RAISE(ABORT, 'poison'); END");

        var answers = await rig.Get<UnitStatusDesk>().SayAsync(
            [new(RigKnowledge.Roads, "e-1", Status(bad, "acknowledged")), new(RigKnowledge.Roads, "e-2", Status(good, "acknowledged"))], default);

        Assert.Null(answers[0].Result);
        Assert.NotNull(answers[0].Fault);
        Assert.Equal(new UnitStatusResult.Taken(ReportState.Acknowledged), answers[1].Result);
        Assert.Equal([ReportState.Assigned, ReportState.Acknowledged], [(await rig.ReportAsync("r-1")).State, (await rig.ReportAsync("r-2")).State]);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_the_reason_and_changes_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);

        Assert.IsType<UnitStatusResult.Unusable>(await SayAsync(rig, "e-1", Status(report, "selesai")));
        Assert.IsType<UnitStatusResult.Unusable>(await SayAsync(rig, "e-2", Status(report, "answered") with { PublicNote = " " }));
        Assert.IsType<UnitStatusResult.Unusable>(await SayAsync(rig, "e-3", Status(report, "returned") with { Reason = null }));
        Assert.IsType<UnitStatusResult.Unusable>(await SayAsync(rig, "e-4", Status(report, "answered") with { PublicNote = new string('x', 10_001) }));
        Assert.IsType<UnitStatusResult.NoReport>(await rig.Get<UnitStatusDesk>().SayAsync(RigKnowledge.Water, "e-5", Status(report, "answered"), default));

        Assert.Equal(ReportState.Assigned, (await rig.ReportAsync("r-1")).State);
        Assert.Empty(await rig.AllAsync<UnitMessage>());
    }

    [Fact]
    public async Task The_same_event_many_times_at_once_is_one_event_and_another_content_is_refused()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SayAsync(rig, "e-1", Status(report, "in_progress")))));
        Assert.All(answers, answer => Assert.Equal(new UnitStatusResult.Taken(ReportState.InProgress), answer));
        Assert.Single(await rig.LedgerAsync(report.Id), row => row.State is ReportState.InProgress);

        Assert.IsType<UnitStatusResult.OtherContent>(await SayAsync(rig, "e-1", Status(report, "answered")));
        Assert.Equal(ReportState.InProgress, (await rig.ReportAsync("r-1")).State);
    }

    [Fact]
    public async Task A_late_event_is_kept_and_moves_nothing_back()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        await SayAsync(rig, "e-2", Status(report, "answered"));

        var late = await SayAsync(rig, "e-1", Status(report, "in_progress") with { OccurredAt = RouterRig.Start });

        Assert.Equal(new UnitStatusResult.Taken(ReportState.Answered), late);
        Assert.Contains(await rig.AllAsync<TimelineEntry>(), line => line.Kind == "late");
    }

    [Fact]
    public async Task A_forbidden_move_is_answered_with_the_reason_each_time()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);
        await SayAsync(rig, "e-1", Status(report, "answered"));

        var first = Assert.IsType<UnitStatusResult.NotAllowed>(await SayAsync(rig, "e-2", Status(report, "returned")));
        Assert.Equal(first, await SayAsync(rig, "e-2", Status(report, "returned")));
        Assert.NotEmpty(first.Reason);
    }

    [Fact]
    public async Task Identity_in_notes_is_masked_and_the_words_of_a_repeat_are_kept()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);
        await SayAsync(rig, "e-1", Status(report, "in_progress") with { PublicNote = "Sudah 70 persen", InternalNote = "NIK 3204051708900001", Reason = null });

        await SayAsync(rig, "e-2", Status(report, "in_progress") with { PublicNote = "Sudah 80 persen", Reason = null });

        Assert.Equal("Sudah 70 persen", (await rig.LedgerAsync(report.Id))[^1].PublicNote);
        var lines = (await rig.AllAsync<TimelineEntry>()).ConvertAll(line => line.Text);
        Assert.Contains("Unit: in_progress. NIK [NIK] Untuk pelapor: Sudah 70 persen", lines);
        Assert.Contains("Unit: in_progress. Untuk pelapor: Sudah 80 persen", lines);
    }

    [Fact]
    public async Task A_returned_report_goes_to_the_suggested_unit_once_and_then_to_triage()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));

        var onward = await SayAsync(rig, "e-1", Status(report, "returned") with { SuggestedUnit = RigKnowledge.Water });
        Assert.Equal(new UnitStatusResult.Taken(ReportState.Assigned), onward);
        Assert.Equal(RigKnowledge.Water, (await rig.ReportAsync("r-1")).Unit);
        Assert.IsType<UnitStatusResult.NoReport>(await SayAsync(rig, "e-2", Status(report, "answered")));

        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        var back = await rig.Get<UnitStatusDesk>().SayAsync(RigKnowledge.Water, "e-1", Status(report, "returned") with { SuggestedUnit = RigKnowledge.Roads }, default);
        Assert.Equal(new UnitStatusResult.Taken(ReportState.Triage), back);
        Assert.Null((await rig.ReportAsync("r-1")).Unit);
        Assert.Equal(RigKnowledge.Roads, (await rig.AllAsync<Assignment>()).MaxBy(row => row.OnVersion)!.SuggestedUnit);
    }

    [Fact]
    public async Task A_unit_that_asks_sees_its_reports_in_the_order_given_and_each_new_giving()
    {
        await using var rig = await RouterRig.StartAsync();
        var report = await AssignedAsync(rig);
        var inbox = rig.Get<UnitInbox>();
        var (first, cursor) = await inbox.ListAsync(RigKnowledge.Roads, null, 10, default);
        Assert.Equal(report.Id, Assert.Single(first).Assignment.ReportId);

        await SayAsync(rig, "e-1", Status(report, "returned"));
        Assert.Null(await inbox.FindAsync(RigKnowledge.Roads, report.Id, default));
        await rig.Get<TriageDesk>().DecideAsync(report.Number, RigKnowledge.Roads, ("ani", "Tetap di sini"), default);

        // Ids do not decide: an earlier one, whose commit came late, still stands behind the cursor.
        await rig.WriteAsync((write, token) => write.Db.Database.ExecuteSqlAsync($"UPDATE assignments SET id = {Guid.Empty} WHERE inbox_place = 2", token));
        Assert.Equal(report.Id, Assert.Single((await inbox.ListAsync(RigKnowledge.Roads, cursor, 10, default)).Items).Assignment.ReportId);
        Assert.Empty((await inbox.ListAsync(RigKnowledge.Water, null, 10, default)).Items);
    }

    [Fact]
    public async Task A_key_opens_its_unit_alone_and_a_revoked_one_is_dead_at_once()
    {
        await using var rig = await RouterRig.StartAsync();
        var keys = rig.Get<UnitKeys>();
        var desk = rig.Get<UnitKeyDesk>();
        var key = await desk.IssueAsync(new UnitKeyWish(RigKnowledge.Roads, UnitScopes.All, null), ("uji", "baru"), default);

        Assert.Equal(RigKnowledge.Roads, (await keys.CallerOfAsync(key, default))?.Unit);
        Assert.Null(await keys.CallerOfAsync(key[..^1] + (key[^1] == '0' ? '1' : '0'), default));
        Assert.Null(await keys.CallerOfAsync(null, default));
        Assert.DoesNotContain(await rig.AllAsync<UnitKey>(), row => row.Hash.Contains(key[13..], StringComparison.Ordinal));

        Assert.Equal(1, await desk.RevokeAsync(RigKnowledge.Roads, null, ("uji", "bocor"), default));
        Assert.Null(await keys.CallerOfAsync(key, default));
    }

    private static Task<UnitStatusResult> SayAsync(RouterRig rig, string eventId, UnitStatus status) =>
        rig.Get<UnitStatusDesk>().SayAsync(RigKnowledge.Roads, eventId, status, default);

    private static UnitStatus Status(Report report, string word) => new() { ReportId = report.Id, Status = word, PublicNote = "Keterangan", Reason = "Bukan jalan nasional" };

    private static async Task<Report> AssignedAsync(RouterRig rig, string id = "r-1")
    {
        await rig.ReadAsync(Items.Report(id));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync(id)).Id], default);
        return await rig.ReportAsync(id);
    }
}
