using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Deadlines;

/// <summary>The clocks of reports that came before there were clocks, from their own dates: their receipt and the moves in their history.</summary>
internal static class ClockHistory
{
    public static async Task<IReadOnlyList<(ReportClock Clock, IReadOnlyList<ClockPause> Pauses)>> ReadAsync(HubDbContext db, IReadOnlyList<Report> reports, ReportClocks clocks, CancellationToken cancellationToken)
    {
        var reportIds = reports.Select(report => report.Id).ToList();
        var moves = (await db.Set<TimelineEntry>().AsNoTracking()
            .Where(line => reportIds.Contains(line.ReportId) && line.Kind == TimelineKinds.State && line.State != null)
            .OrderBy(line => line.Id).Select(line => new { line.ReportId, line.At, line.By, State = line.State!.Value }).ToListAsync(cancellationToken)).ToLookup(line => line.ReportId);
        return [.. reports.Select(report => Told(report, moves[report.Id].Select(line => (line.State, line.At, line.By)), clocks))];
    }

    private static (ReportClock Clock, IReadOnlyList<ClockPause> Pauses) Told(Report report, IEnumerable<(ReportState State, DateTimeOffset At, string By)> moves, ReportClocks clocks)
    {
        var now = report with { State = ReportState.Received, StateAt = report.ReceivedAt };
        var clock = clocks.Begin(now);
        var pauses = new OrderedDictionary<DateTimeOffset, ClockPause>();
        foreach (var (state, at, by) in moves)
        {
            var next = now with { State = state, StateAt = at };
            var change = new StateChange(state, by, "", at) { FromChannel = by == report.Channel };
            var step = clocks.Move(clock, new ReportMove(now, change, new ChangeResult(next, new TransitionResult.Allowed())));
            if (step.Pause is { } pause)
            {
                pauses[pause.FromAt] = pauses.GetValueOrDefault(pause.FromAt, pause) with { ToAt = pause.ToAt };
            }

            (clock, now) = (step.Clock, next);
        }

        return (clock, [.. pauses.Values]);
    }
}
