using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Units;

namespace Hub.Router.Deadlines;

/// <summary>One report of a slice, as it is under its lock.</summary>
internal sealed record DueReport(Report Report, ReportClock Clock, ClockCount Count);

/// <summary>
/// The oldest deadlines that are due, in one transaction: their reports are locked, what is locked elsewhere is left to whoever
/// has it. The key of an act says whether it happened already; only new ones are told.
/// </summary>
internal sealed class DeadlineSlice(ReportChanges changes, BusMessages messages, UnitPosts posts, Superiors superiors, HubMeter meter)
{
    internal static readonly SetStatement Claiming = new(
        """
        SELECT c.report_id FROM report_clocks AS c JOIN reports AS r ON r.id = c.report_id
        WHERE c.next_at <= $1 ORDER BY c.next_at, c.report_id LIMIT $2 FOR UPDATE OF c, r SKIP LOCKED
        """,
        "SELECT report_id FROM report_clocks WHERE next_at <= @p0 ORDER BY next_at, report_id LIMIT @p1")
    {
        IsByKey = false,
    };

    internal static readonly SetChange<(Guid Report, DateTimeOffset? NextAt)> Next = new(
        "UPDATE report_clocks SET next_at = {next} {from} WHERE report_id = {report}",
        SetColumns.Instant<(Guid Report, DateTimeOffset? NextAt)>("next", row => row.NextAt),
        SetColumns.Id<(Guid Report, DateTimeOffset? NextAt)>("report", row => row.Report));

    public static Task<List<Guid>> ClaimAsync(HubDbContext db, int most, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.AskAsync((Claiming, [now.UtcDateTime, (long)most]), static row => row.GetGuid(0), cancellationToken);

    /// <param name="claimed">Locked in this transaction, oldest first.</param>
    /// <returns>How many acts were new.</returns>
    public async Task<int> RunAsync(StoreWrite write, IReadOnlyList<Guid> claimed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await ReadAsync(write.Db, claimed, cancellationToken);
        var acts = due.SelectMany(one => Acts(one, now)).ToList();
        var added = await write.Db.InsertNewAsync(acts, cancellationToken);
        var closing = added.Where(act => act.Step == StepNames.Close).Select(act => act.ReportId).ToHashSet();

        await TellAsync(write, (due, [.. added.Where(act => act.Step != StepNames.Close)]), cancellationToken);
        await Next.ExecuteAsync(write.Db, [.. due.Where(one => !closing.Contains(one.Report.Id)).Select(one => (one.Report.Id, NextAt(one, now))).OrderBy(one => one.Id)], cancellationToken);
        await CloseAsync(write, [.. due.Where(one => closing.Contains(one.Report.Id))], now, cancellationToken);
        foreach (var (kind, count) in added.CountBy(act => (act.Clock, act.Step)))
        {
            meter.DeadlineActs(kind.Clock, kind.Step, count);
        }

        return added.Count;
    }

    private async Task<List<DueReport>> ReadAsync(HubDbContext db, IReadOnlyList<Guid> claimed, CancellationToken cancellationToken)
    {
        var kept = (await db.RowsAsync<ReportClock>(nameof(ReportClock.ReportId), claimed, cancellationToken)).ToDictionary(row => row.ReportId);
        var reports = (await db.RowsAsync<Report>(nameof(Report.Id), claimed, cancellationToken)).ToDictionary(row => row.Id);
        var clocks = changes.Clocks.Now;
        return [.. claimed.Select(id => new DueReport(reports[id], kept[id], clocks.Count(kept[id], reports[id].Unit)))];
    }

    /// <summary>What is due by now. A warning that would come after the breach warns nobody and is left out.</summary>
    private IEnumerable<DeadlineAct> Acts(DueReport due, DateTimeOffset now)
    {
        var levels = superiors.Levels(due.Report.Unit, due.Count.DayOf(now));
        foreach (var step in due.Count.Steps(due.Clock).Where(step => step.At <= now && (step.Step != StepNames.Warning || now < step.DueAt)))
        {
            var level = StepNames.LevelOf(step.Step);
            var target = step.Step == StepNames.Close ? null : levels[level]?.Code;
            if (level == 0 || target is not null)
            {
                yield return new DeadlineAct
                {
                    ReportId = due.Report.Id,
                    Clock = step.Clock,
                    Step = step.Step,
                    DueAt = step.DueAt,
                    At = now,
                    Target = target,
                    LateByDays = due.Count.DaysLate(step.DueAt, now),
                };
            }
        }
    }

    private async Task TellAsync(StoreWrite write, (IReadOnlyList<DueReport> Due, IReadOnlyList<DeadlineAct> Acts) told, CancellationToken cancellationToken)
    {
        var reports = told.Due.ToDictionary(one => one.Report.Id);
        await write.Db.InsertAsync(
            [.. told.Acts.Select(act => changes.Clocks.Line(act.ReportId, DeadlineWords.Acted(act, (reports[act.ReportId].Clock.Zone, act.Target)), TimelineKinds.Deadline))],
            cancellationToken);
        await posts.DeadlinesAsync(
            write,
            [
                .. told.Acts.Where(act => act.Target is not null).Select(act => (
                    reports[act.ReportId].Report,
                    new UnitDeadline(act.ReportId, reports[act.ReportId].Report.Number, act.Target!, act.Clock, act.Step, act.DueAt, act.LateByDays))),
            ],
            cancellationToken);
    }

    private static DateTimeOffset? NextAt(DueReport due, DateTimeOffset now) =>
        due.Count.Steps(due.Clock).Where(step => step.At > now).Select(step => (DateTimeOffset?)step.At).Min();

    private async Task CloseAsync(StoreWrite write, IReadOnlyList<DueReport> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (due.Count == 0)
        {
            return;
        }

        var batch = new ReportBatch(changes, messages, due.Select(one => one.Report), now);
        foreach (var one in due)
        {
            batch.Apply(one.Report.Id, new StateChange(ReportState.Closed, "hub", $"Ditutup otomatis: tidak ada balasan sampai {DeadlineWords.At(one.Clock.CloseDue, one.Clock.Zone)}.", now));
        }

        if ((await batch.SaveAsync(write, null, cancellationToken)).Count < batch.Touched)
        {
            throw new OvertakenException("a report that was to be closed");
        }
    }
}
