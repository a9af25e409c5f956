using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Lifecycle;

/// <summary>The deadlines: how the clocks stand, what they did when they ran out, and when they stood still. What moved them is in the history's own lines.</summary>
internal static class ClockSteps
{
    public static async Task<IReadOnlyList<StoryStep>> ReadAsync(HubDbContext db, Guid reportId, CancellationToken cancellationToken)
    {
        var clocks = await db.Set<ReportClock>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        var acts = await db.Set<DeadlineAct>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        var pauses = await db.Set<ClockPause>().AsNoTracking().Where(row => row.ReportId == reportId).ToListAsync(cancellationToken);
        return
        [
            .. clocks.Select(row => new StoryStep(row.StartedAt, StoryKinds.ClockStand, "hub", "Batas waktu mulai dihitung.", "report_clocks", Steps.Ref(row.ReportId)) { Facts = Stand(row) }),
            .. acts.Select(row => new StoryStep(row.At, StoryKinds.Escalation, "hub", $"{row.Step}: {row.Clock}", "deadline_acts", Steps.Ref(row.Clock, row.Step, row.DueAt))
            {
                Facts = Steps.Facts(("clock", row.Clock), ("step", row.Step), ("dueAt", row.DueAt), ("target", row.Target), ("lateByDays", row.LateByDays)),
            }),
            .. pauses.Select(row => new StoryStep(row.FromAt, StoryKinds.Pause, row.By, row.Why, "clock_pauses", Steps.Ref(row.FromAt)) { Facts = Steps.Facts(("from", row.FromAt), ("to", row.ToAt)) }),
        ];
    }

    private static IReadOnlyDictionary<string, string> Stand(ReportClock row) => Steps.Facts(
        ("class", row.Class), ("rules", row.Rules), ("calendar", row.Calendar), ("zone", row.Zone),
        ("verifyDue", row.VerifyDue), ("verifyAt", row.VerifyAt), ("responseDue", row.ResponseDue), ("responseAt", row.ResponseAt),
        ("completionDue", row.CompletionDue), ("completionAt", row.CompletionAt), ("closeDue", row.CloseDue), ("closeAt", row.CloseAt),
        ("pausedAt", row.PausedAt), ("paused", row.PausedMs > 0 ? TimeSpan.FromMilliseconds(row.PausedMs) : null), ("endedAt", row.EndedAt));
}
