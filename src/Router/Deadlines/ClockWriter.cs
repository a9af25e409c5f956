using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;

namespace Hub.Router.Deadlines;

/// <summary>
/// Keeps the clocks of reports in the caller's transaction, in sets: one statement reads them, one writes those that changed.
/// Whoever calls holds the locks of the reports, so that a report's clocks have one writer at a time.
/// </summary>
internal sealed class ClockWriter(DeadlineBook book, WorkCalendars calendars, HubIds ids, TimeProvider clock)
{
    internal static readonly SetChange<ReportClock> Keep = new(
        """
        INSERT INTO report_clocks (report_id, channel, "class", rules, calendar, zone, started_at, verify_due, verify_at, response_due, response_at,
            completion_due, completion_at, close_due, close_at, paused_at, paused_ms, next_at, ended_at, class_at, answered_at)
        SELECT {report}, {channel}, {kind}, {rules}, {calendar}, {zone}, {started}, {verifydue}, {verifyat}, {responsedue}, {responseat},
            {completiondue}, {completionat}, {closedue}, {closeat}, {pausedat}, {pausedms}, {nextat}, {endedat}, {classat}, {answeredat} {from} WHERE true
        ON CONFLICT (report_id) DO UPDATE SET "class" = excluded."class", rules = excluded.rules, calendar = excluded.calendar, zone = excluded.zone,
            started_at = excluded.started_at, verify_due = excluded.verify_due, verify_at = excluded.verify_at, response_due = excluded.response_due,
            response_at = excluded.response_at, completion_due = excluded.completion_due, completion_at = excluded.completion_at, close_due = excluded.close_due,
            close_at = excluded.close_at, paused_at = excluded.paused_at, paused_ms = excluded.paused_ms, next_at = excluded.next_at, ended_at = excluded.ended_at,
            class_at = excluded.class_at, answered_at = excluded.answered_at
        """,
        SetColumns.Id<ReportClock>("report", row => row.ReportId),
        SetColumns.Text<ReportClock>("channel", row => row.Channel),
        SetColumns.Text<ReportClock>("kind", row => row.Class.ToString()),
        SetColumns.Text<ReportClock>("rules", row => row.Rules),
        SetColumns.Number<ReportClock>("calendar", row => row.Calendar),
        SetColumns.Text<ReportClock>("zone", row => row.Zone),
        SetColumns.Instant<ReportClock>("started", row => row.StartedAt),
        SetColumns.Instant<ReportClock>("verifydue", row => row.VerifyDue),
        SetColumns.Instant<ReportClock>("verifyat", row => row.VerifyAt),
        SetColumns.Instant<ReportClock>("responsedue", row => row.ResponseDue),
        SetColumns.Instant<ReportClock>("responseat", row => row.ResponseAt),
        SetColumns.Instant<ReportClock>("completiondue", row => row.CompletionDue),
        SetColumns.Instant<ReportClock>("completionat", row => row.CompletionAt),
        SetColumns.Instant<ReportClock>("closedue", row => row.CloseDue),
        SetColumns.Instant<ReportClock>("closeat", row => row.CloseAt),
        SetColumns.Instant<ReportClock>("pausedat", row => row.PausedAt),
        SetColumns.Number<ReportClock>("pausedms", row => row.PausedMs),
        SetColumns.Instant<ReportClock>("nextat", row => row.NextAt),
        SetColumns.Instant<ReportClock>("endedat", row => row.EndedAt),
        SetColumns.Instant<ReportClock>("classat", row => row.ClassAt),
        SetColumns.Instant<ReportClock>("answeredat", row => row.AnsweredAt));

    internal static readonly SetChange<ClockPause> Pausing = new(
        """
        INSERT INTO clock_pauses (report_id, from_at, to_at, "by", why) SELECT {report}, {since}, {until}, {by}, {why} {from} WHERE true
        ON CONFLICT (report_id, from_at) DO UPDATE SET to_at = excluded.to_at
        """,
        SetColumns.Id<ClockPause>("report", pause => pause.ReportId),
        SetColumns.Instant<ClockPause>("since", pause => pause.FromAt),
        SetColumns.Instant<ClockPause>("until", pause => pause.ToAt),
        SetColumns.Text<ClockPause>("by", pause => pause.By),
        SetColumns.Text<ClockPause>("why", pause => pause.Why));

    /// <summary>The arithmetic with the days off as they are known now.</summary>
    public ReportClocks Now => new(book, calendars.Now);

    /// <summary>The clocks of new reports in their order, and what the history of each says of them.</summary>
    public IReadOnlyList<(ReportClock Clock, string Words)> Begin(IReadOnlyList<Report> reports)
    {
        var clocks = Now;
        return [.. reports.Select(report => clocks.Begin(report)).Select(begun => (begun, DeadlineWords.Begun(begun, Limits(begun))))];
    }

    /// <summary>Moves the clocks of reports along with them, in the order given.</summary>
    /// <returns>What the histories say of it: of each move that a reader would see in the clocks.</returns>
    public async Task<IReadOnlyDictionary<ReportMove, string>> MoveAsync(HubDbContext db, IReadOnlyList<ReportMove> moves, CancellationToken cancellationToken)
    {
        var telling = moves.Where(move => move.Result.Judgement is not TransitionResult.Forbidden).ToLookup(move => move.Before.Id);
        var kept = await ReadAsync(db, [.. telling.Select(report => report.First().Before)], cancellationToken);
        var clocks = Now;
        var pauses = new Dictionary<(Guid, DateTimeOffset), ClockPause>();
        var changed = new List<ReportClock>();
        var words = new Dictionary<ReportMove, string>(ReferenceEqualityComparer.Instance);
        foreach (var report in telling)
        {
            var (before, after) = (kept[report.Key], kept[report.Key]);
            foreach (var move in report)
            {
                var step = clocks.Move(after, move);
                if (DeadlineWords.Difference(after, step.Clock) is { } said)
                {
                    words[move] = said;
                }

                after = step.Clock;
                Note(pauses, step.Pause);
            }

            if (after != before)
            {
                changed.Add(after);
            }
        }

        await Pausing.ExecuteAsync(db, [.. pauses.Values.OrderBy(pause => pause.ReportId)], cancellationToken);
        await Keep.ExecuteAsync(db, [.. changed.OrderBy(row => row.ReportId)], cancellationToken);
        return words;
    }

    /// <summary>Gives clocks to reports that have none, from their own dates.</summary>
    /// <returns>How many got them.</returns>
    public async Task<int> RecallAsync(HubDbContext db, IReadOnlyList<Report> reports, CancellationToken cancellationToken) =>
        (await ReadAsync(db, reports, cancellationToken)).Count;

    /// <summary>The reporter has spoken.</summary>
    public Task RepliedAsync(HubDbContext db, Report report, DateTimeOffset at, CancellationToken cancellationToken) => report.State is ReportState.Answered
        ? ChangeAsync(db, report, (before => Now.Replied(before, report, at), "pelapor membalas"), cancellationToken)
        : Task.CompletedTask;

    /// <param name="held">As it was.</param>
    /// <param name="report">As it is now; another class gives other limits from this instant on.</param>
    public Task ReclassedAsync(HubDbContext db, Report held, Report report, CancellationToken cancellationToken) => held.Class == report.Class
        ? Task.CompletedTask
        : ChangeAsync(db, held, (before => Now.Reclassed(before, report, clock.GetUtcNow()), $"kelas laporan berubah dari {held.Class} ke {report.Class}"), cancellationToken);

    /// <summary>Writes what changed.</summary>
    /// <returns>A line for each change that a reader would see.</returns>
    public async Task<List<TimelineEntry>> SaveAsync(HubDbContext db, IReadOnlyList<(ReportClock Before, ReportClock After)> changes, string why, CancellationToken cancellationToken)
    {
        var changed = changes.Where(change => change.Before != change.After).ToList();
        await Keep.ExecuteAsync(db, [.. changed.GroupBy(change => change.After.ReportId, change => change.After).OrderBy(report => report.Key).Select(report => report.Last())], cancellationToken);
        return [.. changed.Select(change => (change.After.ReportId, Words: DeadlineWords.Difference(change.Before, change.After, why)))
            .Where(said => said.Words is not null).Select(said => Line(said.ReportId, said.Words!))];
    }

    public TimelineEntry Line(Guid report, string text, string kind = TimelineKinds.Clock) => new()
    {
        Id = ids.Next(),
        ReportId = report,
        At = clock.GetUtcNow(),
        Kind = kind,
        By = "hub",
        Text = text,
    };

    private async Task ChangeAsync(HubDbContext db, Report report, (Func<ReportClock, ReportClock> Change, string Why) what, CancellationToken cancellationToken)
    {
        var before = (await ReadAsync(db, [report], cancellationToken))[report.Id];
        var lines = await SaveAsync(db, [(before, what.Change(before))], what.Why, cancellationToken);
        await db.InsertAsync(lines, cancellationToken);
    }

    /// <summary>A report from before there were clocks gets them here, from what its history says.</summary>
    private async Task<Dictionary<Guid, ReportClock>> ReadAsync(HubDbContext db, IReadOnlyList<Report> reports, CancellationToken cancellationToken)
    {
        var kept = (await db.RowsAsync<ReportClock>(nameof(ReportClock.ReportId), [.. reports.Select(report => report.Id)], cancellationToken)).ToDictionary(row => row.ReportId);
        if (kept.Count < reports.Count)
        {
            foreach (var begun in await BeginAgainAsync(db, [.. reports.Where(report => !kept.ContainsKey(report.Id))], cancellationToken))
            {
                kept[begun.ReportId] = begun;
            }
        }

        return kept;
    }

    private async Task<IReadOnlyList<ReportClock>> BeginAgainAsync(HubDbContext db, IReadOnlyList<Report> reports, CancellationToken cancellationToken)
    {
        var told = await ClockHistory.ReadAsync(db, reports, Now, cancellationToken);
        await Pausing.ExecuteAsync(db, [.. told.SelectMany(report => report.Pauses)], cancellationToken);
        var begun = await db.InsertNewAsync([.. told.Select(report => report.Clock)], cancellationToken);
        await db.InsertAsync([.. begun.Select(row => Line(row.ReportId, DeadlineWords.Begun(row, Limits(row))))], cancellationToken);
        return [.. told.Select(report => report.Clock)];
    }

    private static void Note(Dictionary<(Guid, DateTimeOffset), ClockPause> pauses, ClockPause? pause)
    {
        if (pause is not null)
        {
            var begun = pauses.GetValueOrDefault((pause.ReportId, pause.FromAt), pause);
            pauses[(pause.ReportId, pause.FromAt)] = begun with { ToAt = pause.ToAt };
        }
    }

    private ClassLimits Limits(ReportClock begun) => book.At(begun.StartedAt).Of(begun.Class);
}
