using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Deadlines;

/// <summary>Something a deadline brings about.</summary>
/// <param name="At">From when on.</param>
internal sealed record DeadlineStep(string Clock, string Step, DateTimeOffset DueAt, DateTimeOffset At);

/// <summary>One clock that runs.</summary>
/// <param name="WarnAt">Null where the limit is too short to warn.</param>
internal sealed record RunningClock(string Clock, DateTimeOffset DueAt, DateTimeOffset? WarnAt);

/// <summary>The due times of one report by its own row: pure, with the days off, the limits and the office that hold for it.</summary>
internal sealed class ClockCount(WorkCalendar calendar, DeadlineRules rules, OfficeHours office)
{
    public DateTimeOffset Due(DateTimeOffset start, int workingDays) => calendar.Due(start, workingDays, office);

    public DateTimeOffset CloseDue(DateTimeOffset answeredAt) => Due(answeredAt, rules.AutoClose);

    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to) => calendar.Between(from, to, office);

    public DateTimeOffset Later(DateTimeOffset due, TimeSpan paused) => calendar.Later(due, paused, office);

    public DateOnly DayOf(DateTimeOffset instant) => office.LocalOf(instant).Day;

    /// <summary>Late in whole working days; parts of days add up to a whole one but for the last digit.</summary>
    public int DaysLate(DateTimeOffset due, DateTimeOffset now) => (int)(calendar.WorkingDays(due, now, office) + 0.0001);

    /// <summary>All due times of clocks that are not met, anew.</summary>
    public ReportClock Recounted(ReportClock clock)
    {
        var limits = rules.Of(clock.Class);
        return clock with
        {
            Rules = rules.Version,
            Zone = office.Zone,
            VerifyDue = clock.VerifyAt is null ? Due(clock.StartedAt, limits.Verify) : clock.VerifyDue,
            ResponseDue = clock.ResponseAt is null ? Ends(clock, limits.Response) : clock.ResponseDue,
            CompletionDue = clock.CompletionAt is null ? CompletionEnds(clock, limits.Completion) : clock.CompletionDue,
            CloseDue = clock is { CloseDue: not null, EndedAt: null, AnsweredAt: { } answered } ? CloseDue(answered) : clock.CloseDue,
        };
    }

    /// <summary>When to look at it next. What was done already may be among it: the acts know.</summary>
    public DateTimeOffset? NextAt(ReportClock clock)
    {
        var next = Running(clock).Select(running => (DateTimeOffset?)(running.WarnAt ?? Breach(running.DueAt)));
        return Closes(clock) ? next.Append(clock.CloseDue).Min() : next.Min();
    }

    /// <summary>Everything that its running clocks bring about from now on and brought about before.</summary>
    public IEnumerable<DeadlineStep> Steps(ReportClock clock)
    {
        foreach (var running in Running(clock))
        {
            if (running.WarnAt is { } warnAt)
            {
                yield return new DeadlineStep(running.Clock, StepNames.Warning, running.DueAt, warnAt);
            }

            foreach (var (step, days) in StepNames.Escalation(rules.Escalate))
            {
                yield return new DeadlineStep(running.Clock, step, running.DueAt, After(running.DueAt, days));
            }
        }

        if (Closes(clock))
        {
            yield return new DeadlineStep(ClockNames.Close, StepNames.Close, clock.CloseDue!.Value, clock.CloseDue.Value);
        }
    }

    public IEnumerable<RunningClock> Running(ReportClock clock)
    {
        if (clock.EndedAt is not null)
        {
            yield break;
        }

        var limits = rules.Of(clock.Class);
        if (clock is { VerifyAt: null, VerifyDue: { } verify })
        {
            yield return new RunningClock(ClockNames.Verify, verify, WarnAt(limits.Verify, days => Due(clock.StartedAt, days)));
        }

        if (clock is { PausedAt: null, ResponseAt: null, ResponseDue: { } response })
        {
            yield return new RunningClock(ClockNames.Response, response, WarnAt(limits.Response, days => Ends(clock, days)));
        }

        if (clock is { PausedAt: null, CompletionAt: null, CompletionDue: { } completion })
        {
            yield return new RunningClock(ClockNames.Completion, completion, WarnAt(limits.Completion, days => Ends(clock, days)));
        }
    }

    /// <summary>Whether the hub is to close it by itself.</summary>
    public bool Closes(ReportClock clock) => clock is { EndedAt: null, CloseAt: null, CloseDue: not null } && rules.HubCloses(clock.Channel);

    private DateTimeOffset? WarnAt(int limit, Func<int, DateTimeOffset> ends) => limit > rules.WarnBefore ? ends(limit - rules.WarnBefore) : null;

    private DateTimeOffset Breach(DateTimeOffset due) => After(due, rules.Escalate.Unit);

    private DateTimeOffset After(DateTimeOffset due, int days) => days == 0 ? due : Due(due, days);

    private DateTimeOffset Ends(ReportClock clock, int days) => Later(Due(clock.StartedAt, days), Paused(clock));

    /// <summary>The limit of another class counts from receipt too; but whoever has the report gets one working day after the change.</summary>
    private DateTimeOffset CompletionEnds(ReportClock clock, int days)
    {
        var end = Due(clock.StartedAt, days);
        return Later(clock.ClassAt is { } changed && Due(changed, 1) is var soonest && soonest > end ? soonest : end, Paused(clock));
    }

    private static TimeSpan Paused(ReportClock clock) => TimeSpan.FromMilliseconds(clock.PausedMs);
}
