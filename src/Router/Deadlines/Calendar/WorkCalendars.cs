using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>
/// Holds the calendar in force. Until it is loaded that is the one of holidays.csv under version 0: what a clock was given
/// then is recounted like after any change of the calendar.
/// </summary>
public sealed partial class WorkCalendars
{
    private readonly HubStore store;
    private readonly CalendarHistory history;
    private readonly HolidayList shipped;
    private readonly ILogger logger;
    private WorkCalendar now;

    internal WorkCalendars(HubStore store, CalendarHistory history, HolidayList shipped, ILogger<WorkCalendars> logger)
    {
        (this.store, this.history, this.shipped, this.logger) = (store, history, shipped, logger);
        now = new WorkCalendar(0, shipped.Days);
    }

    internal WorkCalendar Now => Volatile.Read(ref now);

    /// <summary>Takes the calendar of the database; at the very first start puts that of holidays.csv there.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!await store.ReadAsync((db, token) => db.Set<CalendarVersion>().AnyAsync(token), cancellationToken))
        {
            await store.WriteAsync(SeedAsync, cancellationToken);
        }

        await RefreshAsync(cancellationToken);
    }

    /// <summary>Takes another version, if there is one.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var known = Now.Version;
        var state = await store.ReadAsync(
            async (db, token) => await db.Set<CalendarVersion>().MaxAsync(row => (long?)row.Version, token) is { } version && version != known
                ? await CalendarHistory.ReadAsync(db, token)
                : null,
            cancellationToken);
        if (state is null)
        {
            return;
        }

        if (!state.IsSound)
        {
            Log.Unsound(logger, state.Version);
        }

        Volatile.Write(ref now, new WorkCalendar(state.Version, state.Days));
        Log.Taken(logger, state.Version, state.Days.Count);
    }

    /// <summary>Which days make the calendar in the database another than that version was.</summary>
    internal Task<IReadOnlyList<DayChange>> ChangesSinceAsync(long version, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => CalendarHistory.ChangesAsync(db, version, token), cancellationToken);

    private async Task SeedAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var state = await CalendarHistory.ReadAsync(write.Db, cancellationToken);
        if (state.Head is null)
        {
            var first = new CalendarEdit(shipped.Days, []) { By = "hub", Verb = "calendar.seed", Reason = "first start, from holidays.csv" };
            await history.ApplyAsync(write.Db, state, first, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The calendar in force is version {Version} with {Count} days off.")]
        public static partial void Taken(ILogger logger, long version, int count);

        [LoggerMessage(2, LogLevel.Error, "The days of calendar version {Version} are not those it was made with; somebody changed the table by hand. Compare with: hub calendar list, and mend with: hub calendar import")]
        public static partial void Unsound(ILogger logger, long version);
    }
}
