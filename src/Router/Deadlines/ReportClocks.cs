using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Deadlines;

/// <summary>One judged change of a report.</summary>
internal sealed record ReportMove(Report Before, StateChange Change, ChangeResult Result);

/// <summary>A report's clocks after something happened to it.</summary>
/// <param name="Pause">Begun or ended by it.</param>
internal sealed record ClockStep(ReportClock Clock, ClockPause? Pause = null);

/// <summary>What becomes of a report's clocks: pure, from what happens to the report. An edit is nothing that happens to them.</summary>
internal sealed class ReportClocks(DeadlineBook book, WorkCalendar calendar)
{
    public const string WaitsForReporter = "Menunggu keterangan pelapor.";

    /// <summary>The clocks of a report at its receipt, by the dates of its channel.</summary>
    public ReportClock Begin(Report report)
    {
        var at = Whole(report.ReceivedAt);
        return Settled(
            new ReportClock { ReportId = report.Id, Channel = report.Channel, Class = report.Class, Rules = "", Calendar = calendar.Version, Zone = "", StartedAt = at, PausedMs = 0 },
            report.Unit, recounts: true);
    }

    public ClockStep Move(ReportClock clock, ReportMove move) => move.Result.Judgement switch
    {
        TransitionResult.Allowed => Moved(clock, move),
        TransitionResult.Late => new ClockStep(Heard(clock, move.Change)),
        TransitionResult.Same => new ClockStep(AnsweredAgain(clock, move)),
        _ => new ClockStep(clock),
    };

    /// <summary>The reporter has spoken after the answer: the report is not closed over it.</summary>
    public ReportClock Replied(ReportClock clock, Report report, DateTimeOffset at) =>
        clock is { CloseDue: not null, EndedAt: null, AnsweredAt: { } answered } && at > answered ? Settled(clock with { CloseDue = null }, report.Unit) : clock;

    /// <summary>Another class has other limits, from the stated instant on; what was met before stays met.</summary>
    public ReportClock Reclassed(ReportClock clock, Report report, DateTimeOffset at) =>
        report.Class == clock.Class ? clock : Settled(clock with { Class = report.Class, ClassAt = Whole(at) }, report.Unit, recounts: true);

    /// <summary>The same clocks on other days off.</summary>
    /// <param name="pauses">Of this report: their working time may have changed too.</param>
    public ReportClock Recounted(ReportClock clock, Report report, IEnumerable<ClockPause> pauses)
    {
        var count = Count(clock, report.Unit);
        var paused = pauses.Where(pause => pause.FromAt >= clock.StartedAt && pause.ToAt is not null).Sum(pause => (long)count.Between(pause.FromAt, pause.ToAt!.Value).TotalMilliseconds);
        return Settled(clock with { PausedMs = paused, Calendar = calendar.Version }, report.Unit, recounts: true);
    }

    public ClockCount Count(ReportClock clock, string? unit) => new(calendar, book.At(clock.StartedAt), book.OfficeOf(unit));

    private ClockStep Moved(ReportClock clock, ReportMove move)
    {
        var report = move.Result.Report;
        var at = Whole(move.Change.OccurredAt > move.Before.StateAt ? move.Change.OccurredAt : move.Before.StateAt);
        var begun = report.State is ReportState.Reopened ? Restarted(clock, at) : clock;
        var paused = Paused(begun, move, at);
        var met = Standing(Met(paused.Clock, move, at), report, (at, Told(move.Change, at)));
        var resumes = clock.CompletionAt is not null && met.CompletionAt is null;
        return paused with { Clock = Settled(met, report.Unit, recounts: resumes || begun != clock || clock.Zone != book.OfficeOf(report.Unit).Zone) };
    }

    /// <summary>What was met stays met; what was not, and the completion, begin anew.</summary>
    private ReportClock Restarted(ReportClock clock, DateTimeOffset at) =>
        clock with { StartedAt = at, PausedAt = null, PausedMs = 0, ClassAt = null, CompletionAt = null, Calendar = calendar.Version };

    /// <summary>Waiting for the reporter is nobody's delay: working time in it moves what is not met.</summary>
    private ClockStep Paused(ReportClock clock, ReportMove move, DateTimeOffset at)
    {
        var report = move.Result.Report;
        var waits = report.State is ReportState.WaitingReporter;
        if (waits && clock.PausedAt is null)
        {
            return new ClockStep(clock with { PausedAt = at }, new ClockPause { ReportId = report.Id, FromAt = at, By = move.Change.By, Why = WaitsForReporter });
        }

        if (waits || clock.PausedAt is not { } since)
        {
            return new ClockStep(clock);
        }

        var count = Count(clock, report.Unit);
        var paused = Whole(count.Between(since, at));
        var running = clock with
        {
            PausedAt = null,
            PausedMs = clock.PausedMs + (long)paused.TotalMilliseconds,
            ResponseDue = clock is { ResponseAt: null, ResponseDue: { } response } ? count.Later(response, paused) : clock.ResponseDue,
            CompletionDue = clock is { CompletionAt: null, CompletionDue: { } completion } ? count.Later(completion, paused) : clock.CompletionDue,
        };
        return new ClockStep(running, new ClockPause { ReportId = report.Id, FromAt = since, ToAt = at, By = move.Change.By, Why = WaitsForReporter });
    }

    private static ReportClock Met(ReportClock clock, ReportMove move, DateTimeOffset at) => clock with
    {
        VerifyAt = clock.VerifyAt ?? (IsVerified(move.Result.Report.State) ? at : null),
        ResponseAt = clock.ResponseAt ?? (IsWord(move.Result.Report.State, move.Change) ? at : null),
    };

    /// <summary>The unit's own time is that of its word; the citizen's begins when the answer could be read.</summary>
    private static DateTimeOffset Told(StateChange change, DateTimeOffset at) => change.ToldAt is { } told && told > at ? Whole(told) : at;

    private ReportClock Standing(ReportClock clock, Report report, (DateTimeOffset At, DateTimeOffset Told) when) => report.State switch
    {
        ReportState.Answered => clock with { CompletionAt = when.At, AnsweredAt = when.Told, CloseDue = Count(clock, report.Unit).CloseDue(when.Told), CloseAt = null, EndedAt = null },
        _ when ReportTransitions.IsEnd(report.State) => clock with
        {
            EndedAt = when.At,
            CompletionAt = clock.CompletionAt ?? when.At,
            CloseAt = report.State is ReportState.Closed && clock.CloseDue is not null ? when.At : null,
        },
        _ => clock with { CompletionAt = null, AnsweredAt = null, CloseDue = null, CloseAt = null, EndedAt = null },
    };

    /// <summary>A word that comes late may still be the first one: the order of arrival decides nothing.</summary>
    private static ReportClock Heard(ReportClock clock, StateChange change)
    {
        var at = Whole(change.OccurredAt > clock.StartedAt ? change.OccurredAt : clock.StartedAt);
        return change.MayBeLate && IsWord(change.To, change) && clock.ResponseAt is { } first && at < first ? clock with { ResponseAt = at } : clock;
    }

    /// <summary>The unit answers the reporter's reply: the closing counts from here.</summary>
    private ReportClock AnsweredAgain(ReportClock clock, ReportMove move)
    {
        var (report, change) = (move.Result.Report, move.Change);
        var told = Told(change, Whole(change.OccurredAt));
        return report.State is ReportState.Answered && !change.FromChannel && clock is { CloseDue: null, EndedAt: null } && change.OccurredAt > clock.AnsweredAt
            ? Settled(clock with { AnsweredAt = told, CloseDue = Count(clock, report.Unit).CloseDue(told) }, report.Unit)
            : clock;
    }

    private ReportClock Settled(ReportClock clock, string? unit, bool recounts = false)
    {
        var count = Count(clock, unit);
        var counted = recounts ? count.Recounted(clock) : clock;

        // A process that does not know the newest calendar yet leaves the row to the recount.
        return counted with { NextAt = count.NextAt(counted), Calendar = Math.Min(counted.Calendar, calendar.Version) };
    }

    private static bool IsVerified(ReportState state) => state is ReportState.NotOurs
        || (state is not (ReportState.Received or ReportState.Triage or ReportState.ReturnedByUnit or ReportState.Reopened) && !ReportTransitions.IsEnd(state));

    /// <summary>The unit's first word to the citizen; that it has seen the report is none (DOMAIN 2.4, first follow-up).</summary>
    private static bool IsWord(ReportState state, StateChange change) =>
        state is ReportState.InProgress or ReportState.WaitingReporter or ReportState.Postponed or ReportState.Answered
        || (state is ReportState.Archived && !change.FromChannel);

    /// <summary>Engines keep instants less exactly than we count them; what is read must equal what was written.</summary>
    private static DateTimeOffset Whole(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMillisecond)).ToUniversalTime();

    private static TimeSpan Whole(TimeSpan time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond));
}
