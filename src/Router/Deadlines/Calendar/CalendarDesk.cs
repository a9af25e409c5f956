using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>Where people look at the calendar and change it; each change is a new version with a name and a reason.</summary>
public sealed class CalendarDesk
{
    private readonly HubStore store;
    private readonly CalendarHistory history;
    private readonly WorkCalendars calendars;

    internal CalendarDesk(HubStore store, CalendarHistory history, WorkCalendars calendars) =>
        (this.store, this.history, this.calendars) = (store, history, calendars);

    public async Task<CalendarView> ListAsync(CancellationToken cancellationToken)
    {
        await calendars.LoadAsync(cancellationToken);
        return await store.ReadAsync(
            async (db, token) =>
            {
                var state = await CalendarHistory.ReadAsync(db, token);
                var days = await db.Set<CalendarDay>().AsNoTracking().Where(row => row.AddedIn <= state.Version).ToListAsync(token);
                var versions = await db.Set<CalendarVersion>().AsNoTracking().Where(row => row.Version <= state.Version).OrderBy(row => row.Version).ToListAsync(token);
                return new CalendarView(state.Version, state.Days, [.. versions.Select(version => Line(version, days))]) { IsSound = state.IsSound };
            },
            cancellationToken);
    }

    public Task<CalendarResult> AddAsync(Holiday day, (string By, string Reason) act, CancellationToken cancellationToken) => ChangeAsync(
        state => state.Days.FirstOrDefault(known => known.Day == day.Day) is { } known
            ? (null, known == day ? new CalendarResult.Same() : new CalendarResult.Taken(known))
            : (Edit([day], [], "calendar.add", act), null),
        cancellationToken);

    public Task<CalendarResult> RemoveAsync(DateOnly day, (string By, string Reason) act, CancellationToken cancellationToken) => ChangeAsync(
        state => state.Days.Any(known => known.Day == day) ? (Edit([], [day], "calendar.remove", act), null) : (null, new CalendarResult.Same()),
        cancellationToken);

    /// <summary>Holds a file against the calendar and changes nothing.</summary>
    public async Task<CalendarDifference> CompareAsync(IReadOnlyList<Holiday> file, CancellationToken cancellationToken)
    {
        await calendars.LoadAsync(cancellationToken);
        var state = await store.ReadAsync(CalendarHistory.ReadAsync, cancellationToken);
        var known = state.Days.ToDictionary(day => day.Day);
        var years = file.Select(day => day.Day.Year).ToHashSet();
        var wanted = file.Select(day => day.Day).ToHashSet();
        return new CalendarDifference(
            state.Version,
            [.. file.Where(day => !known.ContainsKey(day.Day)).OrderBy(day => day.Day)],
            [.. state.Days.Where(day => years.Contains(day.Day.Year) && !wanted.Contains(day.Day))])
        {
            Renamed = [.. file.Where(day => known.TryGetValue(day.Day, out var before) && before != day).OrderBy(day => day.Day)],
        };
    }

    /// <summary>Does what was shown, if nobody was faster.</summary>
    public Task<CalendarResult> ImportAsync(CalendarDifference shown, (string By, string Reason) act, CancellationToken cancellationToken) => ChangeAsync(
        state => (state.Version == shown.Version, shown.Count) switch
        {
            (false, _) => (null, new CalendarResult.Overtaken(state.Version)),
            (_, 0) => (null, new CalendarResult.Same()),
            _ => (Edit([.. shown.Added, .. shown.Renamed], [.. shown.Removed.Concat(shown.Renamed).Select(day => day.Day)], "calendar.import", act), null),
        },
        cancellationToken);

    private async Task<CalendarResult> ChangeAsync(Func<CalendarState, (CalendarEdit? Edit, CalendarResult? Instead)> plan, CancellationToken cancellationToken)
    {
        await calendars.LoadAsync(cancellationToken);
        var result = await store.WriteAsync(
            async (write, token) =>
            {
                var state = await CalendarHistory.ReadAsync(write.Db, token);
                var (edit, instead) = plan(state);
                return edit is null
                    ? instead!
                    : new CalendarResult.Changed(await history.ApplyAsync(write.Db, state, edit, token), edit.Added.Count, edit.Removed.Count);
            },
            cancellationToken);
        await calendars.RefreshAsync(cancellationToken);
        return result;
    }

    private static CalendarEdit Edit(IReadOnlyList<Holiday> added, IReadOnlyList<DateOnly> removed, string verb, (string By, string Reason) act) =>
        new(added, removed) { By = act.By, Verb = verb, Reason = act.Reason };

    private static CalendarVersionLine Line(CalendarVersion version, IReadOnlyList<CalendarDay> days) => new(
        version.Version, version.At, version.By, version.Reason,
        [
            .. days.Where(day => day.AddedIn == version.Version).Select(day => (day.Day, Text: $"+{day.Day:yyyy-MM-dd} {day.Name}"))
                .Concat(days.Where(day => day.RemovedIn == version.Version).Select(day => (day.Day, Text: $"-{day.Day:yyyy-MM-dd} {day.Name}")))
                .OrderBy(change => change.Day).Select(change => change.Text),
        ]);
}
