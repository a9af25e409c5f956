using System.Text.RegularExpressions;
using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using static Hub.Router.Tests.Deadlines.Calendar.Days;

namespace Hub.Router.Tests.Deadlines;

/// <summary>Clocks in the store: with the report, with each of its moves, and with the calendar.</summary>
public sealed partial class ClockWriterTests
{
    [Fact]
    public async Task Clocks_are_written_with_the_report_and_with_each_of_its_moves_and_its_history_says_so()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        await SayAsync(rig, ("r-1", "acknowledged"), ("r-1", "in_progress"), ("r-1", "answered"));

        var (clock, report) = (await ClockAsync(rig, "r-1"), await rig.ReportAsync("r-1"));
        Assert.Equal((RouterRig.Start, RouterRig.Start, RouterRig.Start, RouterRig.Start), (clock.StartedAt, clock.VerifyAt, clock.ResponseAt, clock.CompletionAt));
        Assert.Equal("2026-03-16 10:00", Local(clock.CloseDue!.Value));
        Assert.Equal(
            ["Batas waktu", "Verifikasi tercapai", "Tindak lanjut pertama tercapai", "Penyelesaian tercapai"],
            (await LinesAsync(rig, report.Id)).Select(text => text.Split(" 2026")[0].Split(':')[0]));

        // What the hub says itself is one line with what it means for the clocks; a unit's words stand alone.
        Assert.Equal(
            ["received kanal", "state rules", "state DJBM", "state DJBM", "clock hub", "state DJBM", "clock hub"],
            (await rig.AllAsync<TimelineEntry>()).OrderBy(line => line.Id).Select(line => $"{line.Kind} {line.By}"));
    }

    [Fact]
    public async Task Words_that_come_together_pause_and_resume_in_their_order()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        var id = (await rig.ReportAsync("r-1")).Id;
        rig.Clock.Advance(TimeSpan.FromDays(5));
        UnitWord Word(string key, string word, int day) => new(
            RigKnowledge.Roads, key, new UnitStatus { ReportId = id, Status = word, PublicNote = "Mohon lokasi.", OccurredAt = At($"2026-03-0{day} 12:00") });

        await rig.Get<UnitStatusDesk>().SayAsync(
            [Word("e-1", "waiting_reporter", 3), Word("e-2", "in_progress", 4), Word("e-3", "waiting_reporter", 5), Word("e-4", "answered", 6)], default);

        var clock = await ClockAsync(rig, "r-1");
        Assert.Equal((null, (long)TimeSpan.FromDays(2).TotalMilliseconds), (clock.PausedAt, clock.PausedMs));
        Assert.Equal(
            ["2026-03-03 12:00 2026-03-04 12:00 DJBM", "2026-03-05 12:00 2026-03-06 12:00 DJBM"],
            (await rig.AllAsync<ClockPause>()).OrderBy(pause => pause.FromAt).Select(pause => $"{Local(pause.FromAt)} {Local(pause.ToAt!.Value)} {pause.By}"));
    }

    [Fact]
    public async Task The_reporter_who_answers_ends_the_pause()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        await SayAsync(rig, ("r-1", "waiting_reporter"));
        rig.Clock.Advance(TimeSpan.FromDays(2));

        await rig.ReadAsync(new InboundFollowUp("$", "f-1", rig.Clock.GetUtcNow(), "r-1") { Text = "Di depan pasar" });

        var clock = await ClockAsync(rig, "r-1");
        Assert.Equal((null, "2026-03-31 10:00"), (clock.PausedAt, Local(clock.CompletionDue!.Value)));
        Assert.Equal(rig.Clock.GetUtcNow(), Assert.Single(await rig.AllAsync<ClockPause>()).ToAt);
    }

    [Fact]
    public async Task E13_a_word_or_an_edit_each_day_resets_nothing_and_a_word_of_another_class_does()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        var before = await ClockAsync(rig, "r-1");
        for (var day = 1; day <= 5; day++)
        {
            rig.Clock.Advance(TimeSpan.FromDays(1));
            await rig.ReadAsync(new InboundFollowUp("$", $"f-{day}", rig.Clock.GetUtcNow(), "r-1") { Text = $"Masih rusak, hari {day}" });
            await rig.ReadAsync(Items.Report("r-1", $"{Items.RoadText}, hari {day}") with { ContentVersion = $"{day}" });
        }

        Assert.Equal(before, await ClockAsync(rig, "r-1"));

        await rig.ReadAsync(Items.Report("r-1") with { ContentVersion = "9", Class = ReportClass.InformationRequest });
        var after = await ClockAsync(rig, "r-1");
        Assert.Equal((ReportClass.InformationRequest, rig.Clock.GetUtcNow(), "2026-03-10 00:00"), (after.Class, after.ClassAt!.Value, Local(after.CompletionDue!.Value)));
        Assert.Contains(
            "Batas penyelesaian bergeser dari 2026-03-27 10:00 WIB ke 2026-03-10 00:00 WIB (kelas laporan berubah dari Unclassified ke InformationRequest).",
            await LinesAsync(rig, after.ReportId));
    }

    [Fact]
    public async Task E5_a_late_decree_moves_open_deadlines_and_each_history_says_from_when_to_when_and_for_which_day()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-open");
        await AssignedAsync(rig, "r-done");
        await SayAsync(rig, ("r-done", "answered"));
        await rig.Get<WorkCalendars>().LoadAsync(default);
        await rig.Get<ClockRecount>().RunAsync(default);
        var before = (await rig.AllAsync<TimelineEntry>()).Count;

        await rig.Get<CalendarDesk>().AddAsync(Off(new DateOnly(2026, 3, 17), "Libur susulan"), ("ani", "SKB perubahan"), default);
        Assert.Equal(2, await rig.Get<ClockRecount>().RunAsync(default));
        Assert.Equal(0, await rig.Get<ClockRecount>().RunAsync(default));

        var open = await ClockAsync(rig, "r-open");
        Assert.Equal(("2026-03-09 10:00", "2026-03-30 10:00"), (Local(open.ResponseDue!.Value), Local(open.CompletionDue!.Value)));
        var line = Assert.Single((await rig.AllAsync<TimelineEntry>()).OrderBy(entry => entry.Id).Skip(before));
        Assert.Equal((open.ReportId, "clock", "hub"), (line.ReportId, line.Kind, line.By));
        Assert.Equal("Batas penyelesaian bergeser dari 2026-03-27 10:00 WIB ke 2026-03-30 10:00 WIB (kalender 2: 2026-03-17 Libur susulan ditetapkan libur).", line.Text);

        // Closing on the 16th is not concerned: it takes the version and says nothing.
        var done = await ClockAsync(rig, "r-done");
        Assert.Equal((2L, "2026-03-16 10:00"), (done.Calendar, Local(done.CloseDue!.Value)));

        await rig.Get<CalendarDesk>().RemoveAsync(new DateOnly(2026, 3, 17), ("ani", "dicabut"), default);
        await rig.Get<ClockRecount>().RunAsync(default);
        Assert.Equal("2026-03-27 10:00", Local((await ClockAsync(rig, "r-open")).CompletionDue!.Value));
        Assert.Contains("tidak lagi libur", (await rig.AllAsync<TimelineEntry>()).OrderBy(entry => entry.Id).Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_from_before_there_were_clocks_get_theirs_from_their_history_once()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(rig, ("r-1", "waiting_reporter"));
        rig.Clock.Advance(TimeSpan.FromDays(1));
        await SayAsync(rig, ("r-1", "in_progress"));
        await AssignedAsync(rig, "r-2");
        await SayAsync(rig, ("r-2", "answered"));
        var (clocks, pauses) = (await rig.AllAsync<ReportClock>(), await rig.AllAsync<ClockPause>());
        await rig.SqlAsync($"DELETE FROM report_clocks");
        await rig.SqlAsync($"DELETE FROM clock_pauses");

        Assert.Equal(2, await rig.Get<ClockBackfill>().RunAsync(default));
        Assert.Equal(clocks.OrderBy(row => row.ReportId), (await rig.AllAsync<ReportClock>()).OrderBy(row => row.ReportId));
        Assert.Equal(pauses, await rig.AllAsync<ClockPause>());

        await rig.SqlAsync($"DELETE FROM report_clocks");
        Assert.Equal(0, await rig.Get<ClockBackfill>().RunAsync(default));
    }

    [Fact]
    public async Task A_report_without_clocks_gets_them_with_its_next_move()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        var before = await ClockAsync(rig, "r-1");
        await rig.SqlAsync($"DELETE FROM report_clocks");

        await SayAsync(rig, ("r-1", "in_progress"));

        Assert.Equal(before with { ResponseAt = RouterRig.Start, NextAt = At("2026-03-26 10:00") }, await ClockAsync(rig, "r-1"));
    }

    [Fact]
    public async Task The_desk_shows_what_is_due_first_and_how_many_working_days_are_left()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        rig.Clock.Advance(At("2026-03-10 22:00") - rig.Clock.GetUtcNow());
        await rig.ReadAsync(Items.Report("r-2", "Tolong ditindaklanjuti", rig.Clock.GetUtcNow()));
        var desk = rig.Get<DeadlineDesk>();

        Assert.Equal(
            ["response 2026-03-09 10:00 -1.5", "verify 2026-03-13 22:00 3.0", "response 2026-03-17 22:00 5.0", "completion 2026-03-27 10:00 7.5", "completion 2026-04-07 22:00 14.0"],
            (await desk.ListAsync(null, false, 10, default)).Select(line => FormattableString.Invariant($"{line.Clock} {Local(line.DueAt)} {line.WorkingDays:F1}")));
        Assert.Equal("response", Assert.Single(await desk.ListAsync(RigKnowledge.Roads, true, 10, default)).Clock);
        Assert.Empty(await desk.ListAsync(RigKnowledge.Water, false, 10, default));
        Assert.Equal(2, (await desk.ListAsync(null, false, 2, default)).Count);

        var figures = await desk.CountAsync(default);
        Assert.Equal((0, 1, 0, 0), (figures.Overdue["verify"], figures.Overdue["response"], figures.Overdue["completion"], figures.Overdue["close"]));
        Assert.Equal((At("2026-03-10 22:00") - At("2026-03-06 10:00")).TotalSeconds, figures.BehindSeconds);
    }

    private static async Task AssignedAsync(RouterRig rig, string id)
    {
        await rig.ReadAsync(Items.Report(id, at: rig.Clock.GetUtcNow()));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync(id)).Id], default);
    }

    private static async Task SayAsync(RouterRig rig, params (string Report, string Word)[] words)
    {
        foreach (var (report, word) in words)
        {
            Assert.IsType<UnitStatusResult.Taken>(await rig.Get<UnitStatusDesk>().SayAsync(
                RigKnowledge.Roads, $"{report}-{word}", new UnitStatus { ReportId = (await rig.ReportAsync(report)).Id, Status = word, PublicNote = "Sudah." }, default));
        }
    }

    private static async Task<ReportClock> ClockAsync(RouterRig rig, string externalId)
    {
        var report = await rig.ReportAsync(externalId);
        return (await rig.AllAsync<ReportClock>()).Single(clock => clock.ReportId == report.Id);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(RouterRig rig, Guid report) =>
        [.. (await rig.AllAsync<TimelineEntry>()).Where(line => line.ReportId == report).OrderBy(line => line.Id)
            .Select(line => Clocks().Match(line.Text)).Where(said => said.Success).Select(said => said.Value)];

    [GeneratedRegex("(Batas|Verifikasi|Tindak lanjut pertama|Penyelesaian|Jeda).*$")]
    private static partial Regex Clocks();
}
