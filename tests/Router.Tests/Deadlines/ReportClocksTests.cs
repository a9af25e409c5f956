using Hub.Contracts.Reports;
using Hub.Router.Tests.Rig;
using static Hub.Contracts.Reports.ReportState;
using static Hub.Router.Tests.Deadlines.Calendar.Days;

namespace Hub.Router.Tests.Deadlines;

public sealed class ReportClocksTests
{
    private const string Monday = "2026-03-02 10:00";

    [Theory]
    [InlineData("", "verify response completion", "a new report runs against all")]
    [InlineData("Triage", "verify response completion", "triage verifies nothing")]
    [InlineData("Assigned", "response completion", "a unit has it")]
    [InlineData("NotOurs", "", "returned to the channel")]
    [InlineData("Assigned NotOurs", "", "returned by a person")]
    [InlineData("Assigned Acknowledged", "response completion", "to have seen it is no follow-up")]
    [InlineData("Assigned InProgress", "completion", "a follow-up")]
    [InlineData("Assigned Postponed", "completion", "a follow-up, and no pause")]
    [InlineData("Assigned WaitingReporter", "", "asking is a follow-up, and pauses")]
    [InlineData("Assigned WaitingReporter InProgress", "completion", "the pause is over")]
    [InlineData("Assigned WaitingReporter Answered", "close", "answered out of the pause")]
    [InlineData("Assigned Answered", "close", "waits for a reply")]
    [InlineData("Assigned Answered InProgress", "completion", "the unit works on")]
    [InlineData("Assigned Answered WaitingReporter", "", "the unit asks again")]
    [InlineData("Assigned Answered Closed", "", "the end")]
    [InlineData("Assigned ReturnedByUnit", "response completion", "a return is no follow-up")]
    [InlineData("Assigned ReturnedByUnit Triage", "response completion", "verified is verified")]
    [InlineData("Assigned ReturnedByUnit Assigned InProgress", "completion", "the second unit follows up")]
    [InlineData("Assigned InProgress ReturnedByUnit Assigned", "completion", "the first unit had followed up")]
    [InlineData("Assigned Archived", "", "an end with a reason")]
    [InlineData("Triage Withdrawn", "", "taken back")]
    [InlineData("Triage Merged", "", "goes on elsewhere")]
    [InlineData("Closed", "", "ended before anybody looked")]
    [InlineData("Closed Reopened", "verify response completion", "what was never met begins anew")]
    [InlineData("Assigned Closed Reopened", "response completion", "verified, never followed up")]
    [InlineData("Assigned Answered Closed Reopened", "completion", "what was met stays met")]
    [InlineData("Assigned Answered Closed Reopened Assigned Answered", "close", "and answered again")]
    public void Each_state_leaves_its_clocks_running(string states, string running, string why)
    {
        var life = new ClockLife(Monday);
        var at = At(Monday);
        foreach (var state in states.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<ReportState>))
        {
            life.Goes(state, at += TimeSpan.FromHours(1), unit: state is Assigned ? RigKnowledge.Water : null, by: state is Closed ? "kanal" : "unit");
        }

        Assert.True(running == life.Running, $"{why}: {life.Running}");
        Assert.Equal(states.Length > 0 && running.Length == 0 && states.Split(' ')[^1] is not "WaitingReporter", life.Clock.EndedAt is not null);
        Assert.Equal(running.Length == 0, life.Clock.NextAt is null);
    }

    [Theory]
    [InlineData(ReportClass.InformationRequest, "2026-03-09 10:00")]
    [InlineData(ReportClass.Complaint, "2026-03-27 10:00")]
    [InlineData(ReportClass.Unclassified, "2026-03-27 10:00")]
    [InlineData(ReportClass.Aspiration, "2026-03-27 10:00")]
    [InlineData(ReportClass.SupervisoryComplaint, "2026-06-10 10:00")]
    public void A_report_gets_the_limits_of_its_class_from_its_receipt(ReportClass kind, string completion)
    {
        var clock = new ClockLife(Monday, kind).Clock;

        Assert.Equal(("2026-03-05 10:00", "2026-03-09 10:00", completion), (Local(clock.VerifyDue!.Value), Local(clock.ResponseDue!.Value), Local(clock.CompletionDue!.Value)));
        Assert.Equal(("rig-1", 1L, "Asia/Jakarta", At(Monday)), (clock.Rules, clock.Calendar, clock.Zone, clock.StartedAt));
    }

    [Fact]
    public void E7_waiting_for_the_reporter_moves_the_completion_by_the_working_time_paused()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(WaitingReporter, "2026-03-05 09:00");
        Assert.Equal(At("2026-03-05 09:00"), life.Clock.PausedAt);
        Assert.Equal("2026-03-27 10:00", Local(life.Clock.CompletionDue!.Value));

        // Thursday nine to Monday nine: two working days, the weekend is none.
        life.Goes(InProgress, "2026-03-09 09:00");

        Assert.Equal("2026-03-31 10:00", Local(life.Clock.CompletionDue!.Value));
        Assert.Equal((long)TimeSpan.FromDays(2).TotalMilliseconds, life.Clock.PausedMs);
        Assert.Equal("2026-03-09 10:00", Local(life.Clock.ResponseDue!.Value));
        var pause = Assert.Single(life.Pauses.Values);
        Assert.Equal((At("2026-03-05 09:00"), At("2026-03-09 09:00")), (pause.FromAt, pause.ToAt!.Value));
    }

    [Fact]
    public void A_second_pause_adds_to_the_first()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water)
            .Goes(WaitingReporter, "2026-03-03 09:00").Goes(InProgress, "2026-03-04 09:00").Goes(WaitingReporter, "2026-03-05 09:00").Goes(InProgress, "2026-03-06 09:00");

        Assert.Equal("2026-03-31 10:00", Local(life.Clock.CompletionDue!.Value));
        Assert.Equal(2, life.Pauses.Count);
    }

    [Fact]
    public void E8_another_class_has_its_limit_from_receipt_and_leaves_the_unit_one_working_day_from_the_stated_instant()
    {
        var longer = new ClockLife(Monday).Becomes(ReportClass.SupervisoryComplaint, At("2026-03-20 10:00"));
        Assert.Equal("2026-06-10 10:00", Local(longer.Clock.CompletionDue!.Value));

        var soon = new ClockLife(Monday).Becomes(ReportClass.InformationRequest, At("2026-03-03 10:00"));
        Assert.Equal("2026-03-09 10:00", Local(soon.Clock.CompletionDue!.Value));

        var late = new ClockLife(Monday).Becomes(ReportClass.InformationRequest, At("2026-03-16 15:00"));
        Assert.Equal("2026-03-17 15:00", Local(late.Clock.CompletionDue!.Value));
        Assert.Equal(At("2026-03-16 15:00"), late.Clock.ClassAt);
        Assert.Equal("2026-03-09 10:00", Local(late.Clock.ResponseDue!.Value));
    }

    [Fact]
    public void The_same_class_again_is_no_change() =>
        Assert.Null(new ClockLife(Monday).Becomes(ReportClass.Complaint, At("2026-03-16 15:00")).Clock.ClassAt);

    [Fact]
    public void E9_a_reopened_report_gets_new_time_and_keeps_what_was_met()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(Answered, "2026-03-03 10:00").Goes(Closed, "2026-03-10 10:00", by: "kanal");
        Assert.Equal((At("2026-03-10 10:00"), At("2026-03-10 10:00"), At("2026-03-03 10:00")), (life.Clock.EndedAt!.Value, life.Clock.CloseAt!.Value, life.Clock.CompletionAt!.Value));

        life.Goes(Reopened, "2026-04-06 10:00", by: "kanal");

        Assert.Equal((At("2026-04-06 10:00"), "2026-04-24 10:00"), (life.Clock.StartedAt, Local(life.Clock.CompletionDue!.Value)));
        Assert.Equal((null, null, null, At("2026-03-03 10:00")), (life.Clock.EndedAt, life.Clock.CompletionAt, life.Clock.CloseDue, life.Clock.ResponseAt!.Value));
    }

    [Fact]
    public void E13_edits_and_words_that_change_no_state_leave_every_clock_as_it_was()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(InProgress, "2026-03-03 10:00");
        var before = life.Clock;
        for (var day = 4; day < 27; day++)
        {
            life.Goes(InProgress, $"2026-03-{day:D2} 12:00").Replies($"2026-03-{day:D2} 13:00");
        }

        Assert.Equal(before, life.Clock);
    }

    [Fact]
    public void E5_a_day_that_is_declared_off_later_moves_what_is_open_and_removed_again_moves_it_back()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water);
        var before = life.Clock;

        life.IsRecounted(With("2026-03-06"));
        Assert.Equal(("2026-03-10 10:00", "2026-03-30 10:00"), (Local(life.Clock.ResponseDue!.Value), Local(life.Clock.CompletionDue!.Value)));
        Assert.Equal((before.VerifyDue, before.VerifyAt, 3L), (life.Clock.VerifyDue, life.Clock.VerifyAt, life.Clock.Calendar));

        life.IsRecounted(Shipped);
        Assert.Equal(before, life.Clock);
    }

    [Fact]
    public void E5_a_day_off_within_a_pause_gives_back_no_time_that_was_none()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(WaitingReporter, "2026-03-05 09:00").Goes(InProgress, "2026-03-09 09:00");

        // Friday the 6th was one of the two paused days; off, it moves the limit as a day off and no longer as a pause.
        life.IsRecounted(With("2026-03-06"));

        Assert.Equal((long)TimeSpan.FromDays(1).TotalMilliseconds, life.Clock.PausedMs);
        Assert.Equal("2026-03-31 10:00", Local(life.Clock.CompletionDue!.Value));
    }

    [Fact]
    public void E15_the_zone_of_the_unit_cuts_the_day_whatever_zone_the_reporter_writes_from()
    {
        // Sunday 23:30 in Jakarta is Monday 00:30 in Makassar.
        var life = new ClockLife("2026-03-01 23:30");
        Assert.Equal("2026-03-09 00:00", Local(life.Clock.ResponseDue!.Value));

        life.Goes(Assigned, "2026-03-02 08:00", ClockLife.Makassar);

        Assert.Equal(("Asia/Makassar", "2026-03-09 00:30"), (life.Clock.Zone, Local(life.Clock.ResponseDue!.Value, "WITA")));
    }

    [Fact]
    public void The_first_word_is_the_one_that_was_said_first_in_whatever_order_they_come()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(Answered, "2026-03-10 10:00").Goes(InProgress, "2026-03-04 10:00");

        Assert.Equal(At("2026-03-04 10:00"), life.Clock.ResponseAt);
        Assert.Equal(At("2026-03-10 10:00"), life.Clock.CompletionAt);
    }

    [Fact]
    public void A_unit_cannot_have_followed_up_before_it_had_the_report()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-12 11:00", RigKnowledge.Water).Goes(InProgress, "2026-03-03 10:00");

        Assert.Equal(At("2026-03-12 11:00"), life.Clock.ResponseAt);
    }

    [Fact]
    public void A_reply_after_the_answer_stops_the_closing_and_the_next_answer_starts_it_anew()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(Answered, "2026-03-03 10:00");
        Assert.Equal("2026-03-17 10:00", Local(life.Clock.CloseDue!.Value));
        Assert.Equal(life.Clock, life.Replies("2026-03-03 09:00").Clock);

        life.Replies("2026-03-04 09:00");
        Assert.Equal((null, null, At("2026-03-03 10:00")), (life.Clock.CloseDue, life.Clock.NextAt, life.Clock.CompletionAt!.Value));

        life.Goes(Answered, "2026-03-05 10:00");
        Assert.Equal("2026-03-26 10:00", Local(life.Clock.CloseDue!.Value));
        Assert.Equal(life.Clock.CloseDue, life.Clock.NextAt);
    }

    [Fact]
    public void A_channel_that_closes_by_itself_is_not_closed_by_the_hub()
    {
        var life = new ClockLife(Monday, channel: RouterRig.Quiet).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water).Goes(Answered, "2026-03-03 10:00");

        Assert.Equal("2026-03-17 10:00", Local(life.Clock.CloseDue!.Value));
        Assert.Null(life.Clock.NextAt);
        Assert.Equal("", life.Running);
    }

    [Fact]
    public void What_is_due_next_is_a_warning_one_working_day_ahead_and_then_each_level()
    {
        var life = new ClockLife(Monday).Goes(Assigned, "2026-03-02 11:00", RigKnowledge.Water);

        Assert.Equal("2026-03-06 10:00", Local(life.Clock.NextAt!.Value));
        Assert.Equal(
            [
                "response warning 2026-03-06 10:00", "response breach 2026-03-09 10:00", "response level1 2026-03-11 10:00", "response level2 2026-03-16 10:00", "response level3 2026-03-30 10:00",
                "completion warning 2026-03-26 10:00", "completion breach 2026-03-27 10:00", "completion level1 2026-03-31 10:00", "completion level2 2026-04-06 10:00", "completion level3 2026-04-13 10:00",
            ],
            life.Clocks.Count(life.Clock, RigKnowledge.Water).Steps(life.Clock).Select(step => $"{step.Clock} {step.Step} {Local(step.At)}"));
    }
}
