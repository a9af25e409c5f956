using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Deadlines;

/// <summary>One running clock of one report.</summary>
/// <param name="Unit">Null while no unit has the report.</param>
/// <param name="Clock">verify, response, completion or close.</param>
/// <param name="WorkingDays">Left until it is due; negative when it is late.</param>
/// <param name="Paused">It stands still while the reporter is asked.</param>
public sealed record DeadlineLine(string Number, string? Unit, string Clock, DateTimeOffset DueAt, double WorkingDays, bool Paused);

/// <summary>How the deadlines stand.</summary>
/// <param name="Overdue">By clock.</param>
/// <param name="BehindSeconds">How long the oldest deadline that nobody has looked at waits.</param>
public sealed record DeadlineFigures(IReadOnlyDictionary<string, int> Overdue, double BehindSeconds);

/// <summary>Where people and gauges look at deadlines; nothing is changed here.</summary>
public sealed class DeadlineDesk
{
    private readonly HubStore store;
    private readonly DeadlineBook book;
    private readonly WorkCalendars calendars;
    private readonly TimeProvider clock;

    internal DeadlineDesk(HubStore store, DeadlineBook book, WorkCalendars calendars, TimeProvider clock) =>
        (this.store, this.book, this.calendars, this.clock) = (store, book, calendars, clock);

    /// <summary>Running clocks, the one that is due first at the top.</summary>
    public async Task<IReadOnlyList<DeadlineLine>> ListAsync(string? unit, bool overdue, int most, CancellationToken cancellationToken)
    {
        // A verb has no watch that keeps the calendar fresh.
        await calendars.RefreshAsync(cancellationToken);
        return await store.ReadAsync<IReadOnlyList<DeadlineLine>>(
            async (db, token) =>
            {
                var now = clock.GetUtcNow();
                var found = new List<DueRow>();
                foreach (var running in Running(db))
                {
                    found.AddRange(await running
                        .Where(row => (unit == null || row.Unit == unit) && (!overdue || (row.DueAt < now && !row.Paused)))
                        .OrderBy(row => row.DueAt).ThenBy(row => row.Number).Take(most).ToListAsync(token));
                }

                return [.. found.OrderBy(row => row.DueAt).ThenBy(row => row.Number, StringComparer.Ordinal).Take(most).Select(row => Line(row, now))];
            },
            cancellationToken);
    }

    public Task<DeadlineFigures> CountAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var now = clock.GetUtcNow();
                var overdue = new Dictionary<string, int>();
                foreach (var (name, running) in Names.Zip(Running(db)))
                {
                    overdue[name] = await running.CountAsync(row => row.DueAt < now && !row.Paused, token);
                }

                var oldest = await db.Set<ReportClock>().Where(row => row.NextAt <= now).OrderBy(row => row.NextAt).Select(row => row.NextAt).FirstOrDefaultAsync(token);
                return new DeadlineFigures(overdue, oldest is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0);
            },
            cancellationToken);

    private static string[] Names => [ClockNames.Verify, ClockNames.Response, ClockNames.Completion, ClockNames.Close];

    /// <summary>The clocks of open reports in the order of <see cref="Names"/>.</summary>
    private static IQueryable<DueRow>[] Running(HubDbContext db)
    {
        var open = from row in db.Set<ReportClock>().AsNoTracking() join report in db.Set<Report>().AsNoTracking() on row.ReportId equals report.Id where row.EndedAt == null select new { row, report };
        return
        [
            open.Where(one => one.row.VerifyAt == null && one.row.VerifyDue != null)
                .Select(one => new DueRow { Number = one.report.Number, Unit = one.report.Unit, Clock = ClockNames.Verify, DueAt = one.row.VerifyDue!.Value, Paused = false }),
            open.Where(one => one.row.ResponseAt == null && one.row.ResponseDue != null)
                .Select(one => new DueRow { Number = one.report.Number, Unit = one.report.Unit, Clock = ClockNames.Response, DueAt = one.row.ResponseDue!.Value, Paused = one.row.PausedAt != null }),
            open.Where(one => one.row.CompletionAt == null && one.row.CompletionDue != null)
                .Select(one => new DueRow { Number = one.report.Number, Unit = one.report.Unit, Clock = ClockNames.Completion, DueAt = one.row.CompletionDue!.Value, Paused = one.row.PausedAt != null }),
            open.Where(one => one.row.CloseAt == null && one.row.CloseDue != null)
                .Select(one => new DueRow { Number = one.report.Number, Unit = one.report.Unit, Clock = ClockNames.Close, DueAt = one.row.CloseDue!.Value, Paused = false }),
        ];
    }

    private DeadlineLine Line(DueRow row, DateTimeOffset now)
    {
        var office = book.OfficeOf(row.Unit);
        var days = row.DueAt >= now ? calendars.Now.WorkingDays(now, row.DueAt, office) : -calendars.Now.WorkingDays(row.DueAt, now, office);
        return new DeadlineLine(row.Number, row.Unit, row.Clock, row.DueAt, days, row.Paused);
    }

    private sealed record DueRow
    {
        public required string Number { get; init; }

        public string? Unit { get; init; }

        public required string Clock { get; init; }

        public required DateTimeOffset DueAt { get; init; }

        /// <summary>Said in each question: what a question leaves unsaid cannot be asked for.</summary>
        public required bool Paused { get; init; }
    }
}
