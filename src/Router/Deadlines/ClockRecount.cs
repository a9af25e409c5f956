using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Deadlines;

/// <summary>
/// Brings open reports onto the calendar in force, in slices. Each whose due times move gets one line that says from when, to
/// when, and for which day; the others take the version silently.
/// </summary>
internal sealed class ClockRecount(HubStore store, ClockWriter writer, WorkCalendars calendars)
{
    private const int Most = 200;

    internal static readonly SetStatement Claiming = new(
        """
        SELECT c.report_id FROM report_clocks AS c JOIN reports AS r ON r.id = c.report_id
        WHERE c.ended_at IS NULL AND c.calendar < $1 ORDER BY c.calendar, c.report_id LIMIT $2 FOR UPDATE OF c, r SKIP LOCKED
        """,
        "SELECT report_id FROM report_clocks WHERE ended_at IS NULL AND calendar < @p0 ORDER BY calendar, report_id LIMIT @p1")
    {
        IsByKey = false,
    };

    /// <returns>How many reports were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var (all, some) = (0, 0);
        do
        {
            some = await SliceAsync(cancellationToken);
            all += some;
        }
        while (some > 0);
        return all;
    }

    private async Task<int> SliceAsync(CancellationToken cancellationToken)
    {
        var version = calendars.Now.Version;
        var oldest = await store.ReadAsync(
            (db, token) => db.Set<ReportClock>().Where(row => row.EndedAt == null && row.Calendar < version).OrderBy(row => row.Calendar).Select(row => (long?)row.Calendar).FirstOrDefaultAsync(token),
            cancellationToken);
        if (oldest is not { } since)
        {
            return 0;
        }

        var days = await calendars.ChangesSinceAsync(since, cancellationToken);
        return await store.WriteAsync(
            async (write, token) =>
            {
                var claimed = await write.Db.AskAsync((Claiming, [version, (long)Most]), static row => row.GetGuid(0), token);
                await RecountAsync(write.Db, claimed, days, token);
                return claimed.Count;
            },
            cancellationToken);
    }

    private async Task RecountAsync(HubDbContext db, IReadOnlyList<Guid> claimed, IReadOnlyList<DayChange> days, CancellationToken cancellationToken)
    {
        var kept = await db.Set<ReportClock>().AsNoTracking().Where(row => claimed.Contains(row.ReportId)).ToListAsync(cancellationToken);
        var reports = await db.Set<Report>().AsNoTracking().Where(row => claimed.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var pauses = (await db.Set<ClockPause>().AsNoTracking().Where(row => claimed.Contains(row.ReportId)).ToListAsync(cancellationToken)).ToLookup(pause => pause.ReportId);
        var clocks = writer.Now;
        var lines = new List<TimelineEntry>();
        foreach (var why in kept.Select(row => (Before: row, After: clocks.Recounted(row, reports[row.ReportId], pauses[row.ReportId]))).GroupBy(change => Why(change.Before, change.After, days)))
        {
            lines.AddRange(await writer.SaveAsync(db, [.. why], why.Key, cancellationToken));
        }

        await db.InsertAsync(lines, cancellationToken);
    }

    /// <summary>The changed days that lie in the span of the clocks.</summary>
    private static string Why(ReportClock before, ReportClock after, IReadOnlyList<DayChange> days)
    {
        var from = DayOf(before.StartedAt, before.Zone);
        var to = DayOf(new[] { before.CompletionDue, after.CompletionDue, before.CloseDue, after.CloseDue, before.ResponseDue, after.ResponseDue, before.VerifyDue, after.VerifyDue }.Max() ?? before.StartedAt, before.Zone);
        var named = days.Where(change => from <= change.Day && change.Day <= to)
            .Select(change => $"{change.Day:yyyy-MM-dd} {change.Name} {(change.Added ? "ditetapkan libur" : "tidak lagi libur")}").ToList();
        return $"kalender {after.Calendar}{(named.Count == 0 ? "" : $": {string.Join(", ", named)}")}";
    }

    private static DateOnly DayOf(DateTimeOffset instant, string zone) => DateOnly.FromDateTime(instant.ToOffset(OfficeZones.OffsetOf(zone)).DateTime);
}
