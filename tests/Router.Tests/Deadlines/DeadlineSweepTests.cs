using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Router.Tests.Deadlines.Calendar.Days;

namespace Hub.Router.Tests.Deadlines;

public sealed class DeadlineSweepTests
{
    private const string Flood = "Air sungai meluap ke rumah";

    private static readonly (string, string)[] ByQueue = [("Units:Default", "Queue")];

    [Fact]
    public async Task E10_E14_each_level_is_told_once_whoever_looks_how_often_and_however_the_clock_jumps()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await using var other = rig.AnotherProcess(ByQueue);
        var report = await AssignedAsync(rig, "r-1");
        await rig.SqlAsync($"DELETE FROM unit_events");

        for (var look = 0; look < 45 * 4; look++)
        {
            await rig.Get<DeadlineSweep>().RunAsync(default);
            await other.GetRequiredService<DeadlineSweep>().RunAsync(default);
            rig.Clock.Advance(TimeSpan.FromHours(look % 5 == 0 ? -1 : 1));
            await rig.Get<DeadlineSweep>().RunAsync(default);
            rig.Clock.Advance(TimeSpan.FromHours(look % 5 == 0 ? 7 : 5));
        }

        Assert.Equal(
            [
                "response warning DJSDA 0 2026-03-06", "response breach DJSDA 0 2026-03-09", "response level1 DJBM 2 2026-03-11", "completion warning DJSDA 0 2026-03-26",
                "completion breach DJSDA 0 2026-03-27", "response level3 ITJEN 10 2026-03-30", "completion level1 DJBM 2 2026-03-31", "completion level3 ITJEN 10 2026-04-13",
            ],
            (await rig.AllAsync<DeadlineAct>()).OrderBy(act => act.At).Select(act => $"{act.Clock} {act.Step} {act.Target} {act.LateByDays} {Local(act.At)[..10]}"));
        Assert.Equal(8, (await rig.AllAsync<TimelineEntry>()).Count(line => line.ReportId == report && line.Kind == TimelineKinds.Deadline));
        Assert.Equal("DJBM DJBM DJSDA DJSDA DJSDA DJSDA ITJEN ITJEN", string.Join(' ', (await rig.AllAsync<UnitEvent>()).Select(row => row.Unit).Order(StringComparer.Ordinal)));
        Assert.Null((await rig.AllAsync<ReportClock>()).Single().NextAt);
    }

    [Fact]
    public async Task What_is_told_names_the_report_the_clock_the_step_and_how_late_it_is_and_nothing_else()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await AssignedAsync(rig, "r-1");
        await rig.SqlAsync($"DELETE FROM unit_events");
        rig.Clock.Advance(At("2026-03-11 11:00") - rig.Clock.GetUtcNow());

        await rig.Get<DeadlineSweep>().RunAsync(default);

        // The warning would come after the breach and is left out.
        var events = (await rig.AllAsync<UnitEvent>()).OrderBy(row => row.Id).Select(row => RouterJson.Read<CloudEvent<UnitDeadline>>(row.Body)!).ToList();
        Assert.Equal(["breach", "level1"], events.Select(told => told.Data!.Step));
        var report = await rig.ReportAsync("r-1");
        Assert.Equal(new UnitDeadline(report.Id, report.Number, RigKnowledge.Roads, "response", "level1", At("2026-03-09 10:00").ToUniversalTime(), 2), events[1].Data);
        Assert.Equal((UnitPosts.DeadlineType, report.Number, "1.0"), (events[1].Type, events[1].Subject, events[1].SpecVersion));
        Assert.Contains(
            "Eskalasi tingkat 1: tindak lanjut pertama 2026-03-09 10:00 WIB terlewati 2 hari kerja; DJBM diberi tahu.",
            (await rig.AllAsync<TimelineEntry>()).Select(line => line.Text));
    }

    [Fact]
    public async Task A_unit_without_an_inbox_has_its_deadlines_kept_and_a_report_without_unit_goes_to_the_bureau()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Report("r-1", "Tolong ditindaklanjuti"));
        await rig.Get<ReportRouting>().RouteAsync([(await rig.ReportAsync("r-1")).Id], default);
        rig.Clock.Advance(At("2026-03-04 11:00") - rig.Clock.GetUtcNow());

        await rig.Get<DeadlineSweep>().RunAsync(default);

        var act = Assert.Single(await rig.AllAsync<DeadlineAct>());
        Assert.Equal(("verify", "warning", RigKnowledge.Roads), (act.Clock, act.Step, act.Target));
        Assert.Empty(await rig.AllAsync<UnitEvent>());
    }

    [Fact]
    public async Task An_answer_without_reply_is_closed_by_the_hub_ten_working_days_later_and_the_channel_is_told()
    {
        await using var rig = await RouterRig.StartAsync();
        await AssignedAsync(rig, "r-1");
        await SayAsync(rig, "r-1", "answered");
        rig.Clock.Advance(At("2026-03-16 09:59") - rig.Clock.GetUtcNow());
        Assert.Equal(0, await rig.Get<DeadlineSweep>().RunAsync(default));

        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await rig.Get<DeadlineSweep>().RunAsync(default));
        Assert.Equal(0, await rig.Get<DeadlineSweep>().RunAsync(default));

        var report = await rig.ReportAsync("r-1");
        Assert.Equal((ReportState.Closed, At("2026-03-16 10:00").ToUniversalTime()), (report.State, report.StateAt));
        Assert.Equal(ReportState.Closed, (await rig.LedgerAsync(report.Id))[^1].State);
        var clock = (await rig.AllAsync<ReportClock>()).Single();
        Assert.Equal((report.StateAt, report.StateAt, null), (clock.CloseAt, clock.EndedAt, clock.NextAt));
        Assert.Equal(("close", "close"), (await rig.AllAsync<DeadlineAct>()).Select(act => (act.Clock, act.Step)).Single());
        Assert.Contains(await rig.AllAsync<TimelineEntry>(), line => line is { By: "hub", State: ReportState.Closed, Text: "Ditutup otomatis: tidak ada balasan sampai 2026-03-16 10:00 WIB." });
    }

    [Fact]
    public async Task A_reply_of_the_reporter_keeps_the_report_open_and_the_unit_is_told_of_it()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await AssignedAsync(rig, "r-1");
        await SayAsync(rig, "r-1", "answered");
        rig.Clock.Advance(TimeSpan.FromDays(2));
        await rig.SqlAsync($"DELETE FROM unit_events");
        await rig.ReadAsync(new InboundFollowUp("$", "f-1", rig.Clock.GetUtcNow(), "r-1") { Text = "Belum diperbaiki" });

        rig.Clock.Advance(TimeSpan.FromDays(60));
        await rig.Get<DeadlineSweep>().RunAsync(default);

        Assert.Equal(ReportState.Answered, (await rig.ReportAsync("r-1")).State);
        Assert.Empty(await rig.AllAsync<DeadlineAct>());
        Assert.Single(await rig.AllAsync<UnitEvent>());
        Assert.Contains("Penutupan otomatis dihentikan (pelapor membalas).", (await rig.AllAsync<TimelineEntry>()).Select(line => line.Text));
    }

    [Fact]
    public async Task E12_a_report_whose_deadlines_cannot_be_saved_holds_no_neighbour_back_and_is_tried_again()
    {
        await using var rig = await RouterRig.StartAsync();
        var bad = await AssignedAsync(rig, "r-0");
        for (var number = 1; number < 5; number++)
        {
            await AssignedAsync(rig, $"r-{number}");
        }

        await rig.SqlAsync($"CREATE TRIGGER poison BEFORE INSERT ON deadline_acts WHEN NEW.report_id = (SELECT id FROM reports WHERE external_id = 'r-0') BEGIN SELECT RAISE(ABORT, 'poison'); END");
        rig.Clock.Advance(At("2026-03-06 10:00") - rig.Clock.GetUtcNow());

        Assert.Equal(4, await rig.Get<DeadlineSweep>().RunAsync(default));
        Assert.Equal(0, await rig.Get<DeadlineSweep>().RunAsync(default));
        Assert.Contains(rig.Logs.Lines, line => line.Contains(bad.ToString(), StringComparison.Ordinal));

        await rig.SqlAsync($"DROP TRIGGER poison");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await rig.Get<DeadlineSweep>().RunAsync(default));
    }

    [Fact]
    public async Task A_report_that_its_channel_had_ended_long_ago_has_clocks_by_its_own_dates_and_troubles_nobody()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await rig.ReadAsync(Items.Report("r-1", at: At("2024-05-06 09:00")) with { ChannelState = ReportState.Closed, ChannelWord = "Selesai" });

        Assert.Equal(0, await rig.Get<DeadlineSweep>().RunAsync(default));

        var clock = (await rig.AllAsync<ReportClock>()).Single();
        Assert.Equal(("2024-05-06 09:00", "2024-05-13 09:00", "2024-05-06 09:00"), (Local(clock.StartedAt), Local(clock.VerifyDue!.Value), Local(clock.EndedAt!.Value)));
    }

    [Fact]
    public async Task Deadlines_of_others_than_the_unit_leave_again_when_the_broker_forgets_and_are_not_repeated_for_silence()
    {
        await using var rig = await RouterRig.StartAsync(ByQueue);
        await AssignedAsync(rig, "r-1");
        rig.Clock.Advance(At("2026-03-11 11:00") - rig.Clock.GetUtcNow());
        await rig.Get<DeadlineSweep>().RunAsync(default);
        await rig.SqlAsync($"DELETE FROM outbox");

        Assert.Equal(3, await rig.Get<UnitRedrive>().AllAsync(default));
        await rig.SqlAsync($"DELETE FROM outbox");
        rig.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await rig.Get<UnitRedrive>().SilentAsync(default));
        Assert.Equal(0, await rig.Get<UnitRedrive>().TidyAsync(default));
    }

    private static async Task<Guid> AssignedAsync(RouterRig rig, string id)
    {
        await rig.ReadAsync(Items.Report(id, Flood));
        var report = await rig.ReportAsync(id);
        await rig.Get<ReportRouting>().RouteAsync([report.Id], default);
        return report.Id;
    }

    private static async Task SayAsync(RouterRig rig, string report, string word) => Assert.IsType<UnitStatusResult.Taken>(
        await rig.Get<UnitStatusDesk>().SayAsync(RigKnowledge.Water, $"{report}-{word}", new UnitStatus { ReportId = (await rig.ReportAsync(report)).Id, Status = word, PublicNote = "Sudah." }, default));
}
