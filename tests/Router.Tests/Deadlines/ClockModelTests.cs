using FsCheck;
using FsCheck.Fluent;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Tests.Deadlines.Calendar;
using Hub.Router.Tests.Rig;
using static Hub.Contracts.Reports.ReportState;

namespace Hub.Router.Tests.Deadlines;

/// <summary>Any life of a report: what the clocks say is what a slow walk over all that happened says.</summary>
public sealed class ClockModelTests
{
    private static readonly ReportState[] States = [Triage, Assigned, Acknowledged, InProgress, WaitingReporter, Postponed, Answered, ReturnedByUnit, Closed, Reopened];
    private static readonly ReportClass[] Classes = [ReportClass.Complaint, ReportClass.InformationRequest, ReportClass.SupervisoryComplaint];

    /// <summary>What happens, and how many hours after the last.</summary>
    /// <param name="Kind">Up to the number of states a move; then an edit, a reply, another class, a recount.</param>
    private sealed record Event(int Kind, int Hours)
    {
        public override string ToString() => $"{(Kind < States.Length ? States[Kind].ToString() : $"other {Kind - States.Length}")} after {Hours} h";
    }

    [Fact]
    public void The_clocks_of_any_life_are_those_of_the_slow_model() =>
        Prop.ForAll(Arb.From(Lives()), life => Play(life)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithEndSize(18).WithReplay(new Replay(new Rnd(20260302, 7), null)));

    private static Gen<List<Event>> Lives()
    {
        var kinds = Gen.Frequency((6, Gen.Choose(1, 6)), (3, Gen.Choose(0, States.Length - 1)), (2, Gen.Choose(States.Length, States.Length + 5)));
        return Gen.ListOf(kinds.SelectMany(kind => Gen.Choose(0, 90).Select(hours => new Event(kind, hours)))).Select(life => life.ToList());
    }

    private static bool Play(List<Event> events)
    {
        var life = new ClockLife("2026-03-02 10:00");
        var model = new SlowClocks(life.Report.ReceivedAt, ReportClass.Complaint, RigDeadlines.Holidays.Days.Select(day => day.Day).ToHashSet());
        var at = life.Report.ReceivedAt;
        foreach (var one in events)
        {
            at += TimeSpan.FromHours(one.Hours);
            Happen(one, at, life, model);
            if (Wrong(life, model) is { } wrong)
            {
                throw new InvalidOperationException($"{string.Join("; ", events)}\nafter {one}: {wrong}");
            }
        }

        return true;
    }

    private static void Happen(Event one, DateTimeOffset at, ClockLife life, SlowClocks model)
    {
        switch (one.Kind - States.Length)
        {
            case < 0:
                Move(States[one.Kind], at, life, model);
                break;
            case 0:
                Reply(at, life, model);
                break;
            case 1 or 2 or 3:
                var kind = Classes[one.Kind - States.Length - 1];
                life.Becomes(kind, at);
                model.Becomes(kind, at);
                break;
            case 4:
                life.IsRecounted(Days.Shipped);
                break;
        }
    }

    private static void Move(ReportState to, DateTimeOffset at, ClockLife life, SlowClocks model)
    {
        var (before, answered) = (life.Report, life.Clock.AnsweredAt);
        life.Goes(to, at, RigKnowledge.Water);
        if (before.State != life.Report.State)
        {
            model.Moved(to, at);
        }
        else if (before.State is Answered && to is Answered && at > answered)
        {
            model.AnsweredAgain(at);
        }
    }

    private static void Reply(DateTimeOffset at, ClockLife life, SlowClocks model)
    {
        var answered = life.Report.State is Answered && at > life.Clock.AnsweredAt;
        life.Replies(Days.Local(at));
        if (answered)
        {
            model.Replied();
        }
    }

    private static string? Wrong(ClockLife life, SlowClocks model)
    {
        var clock = life.Clock;
        (string What, object? Hub, object? Model)[] pairs =
        [
            ("verified", clock.VerifyAt, model.Verified),
            ("followed up", clock.ResponseAt, model.FollowedUp),
            ("completed", clock.CompletionAt, model.Completed),
            ("closes", clock.CloseDue, model.Closes),
            ("ended", clock.EndedAt is not null, model.Ended),
            ("verify due", clock.VerifyAt is null ? clock.VerifyDue : null, clock.VerifyAt is null ? model.VerifyDue : null),
            ("response due", clock.ResponseAt is null ? clock.ResponseDue : null, clock.ResponseAt is null ? model.ResponseDue : null),
            ("completion due", clock.CompletionAt is null ? clock.CompletionDue : null, clock.CompletionAt is null ? model.CompletionDue : null),
            ("ends", clock.EndedAt is not null, ReportTransitions.IsEnd(life.Report.State)),
        ];
        var wrong = Array.Find(pairs, pair => !Equals(pair.Hub, pair.Model));
        return wrong.What is null ? null : $"{wrong.What}: hub {wrong.Hub}, model {wrong.Model}";
    }
}
