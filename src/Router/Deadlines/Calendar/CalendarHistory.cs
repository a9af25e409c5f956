using System.Security.Cryptography;
using System.Text;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Deadlines.Calendar;

/// <summary>The calendar as the database has it.</summary>
/// <param name="Head">Null before the first start.</param>
internal sealed record CalendarState(CalendarVersion? Head, IReadOnlyList<Holiday> Days)
{
    public long Version => Head?.Version ?? 0;

    /// <summary>False when somebody changed the table by hand.</summary>
    public bool IsSound => Head is null || Head.Digest == CalendarHistory.Digest(Days);
}

/// <summary>What one version changes, by whom and why; a day that is only named otherwise is taken away and added.</summary>
internal sealed record CalendarEdit(IReadOnlyList<Holiday> Added, IReadOnlyList<DateOnly> Removed)
{
    public required string By { get; init; }

    /// <summary>Fixed word for the journal: calendar.seed, calendar.add, calendar.remove, calendar.import.</summary>
    public required string Verb { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A day that is off in one version and not in another.</summary>
/// <param name="Added">Off in the later one.</param>
internal sealed record DayChange(DateOnly Day, string Name, bool Added);

/// <summary>Reads and writes versions of the calendar. The number of a version is its key, so that of two at once one begins anew.</summary>
internal sealed class CalendarHistory(OperatorJournal journal, TimeProvider clock)
{
    public static async Task<CalendarState> ReadAsync(HubDbContext db, CancellationToken cancellationToken)
    {
        var head = await db.Set<CalendarVersion>().AsNoTracking().OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        return new CalendarState(head, head is null ? [] : await DaysAsync(db, head.Version, cancellationToken));
    }

    /// <summary>Days that were off in that version and no longer are, or the other way; what is only named otherwise is not among them.</summary>
    public static async Task<IReadOnlyList<DayChange>> ChangesAsync(HubDbContext db, long since, CancellationToken cancellationToken)
    {
        var before = await DaysAsync(db, since, cancellationToken);
        var now = (await ReadAsync(db, cancellationToken)).Days;
        return
        [
            .. now.ExceptBy(before.Select(day => day.Day), day => day.Day).Select(day => new DayChange(day.Day, day.Name, true))
                .Concat(before.ExceptBy(now.Select(day => day.Day), day => day.Day).Select(day => new DayChange(day.Day, day.Name, false)))
                .OrderBy(change => change.Day),
        ];
    }

    /// <returns>The new version.</returns>
    public async Task<long> ApplyAsync(HubDbContext db, CalendarState state, CalendarEdit edit, CancellationToken cancellationToken)
    {
        var (version, at, by) = (state.Version + 1, clock.GetUtcNow(), IdentityMask.OneLine(edit.By));
        var days = state.Days.Where(day => !edit.Removed.Contains(day.Day)).Concat(edit.Added).OrderBy(day => day.Day).ToList();
        var head = new CalendarVersion { Version = version, At = at, By = by, Reason = IdentityMask.OneLine(edit.Reason), Digest = Digest(days) };
        if ((await db.InsertNewAsync([head], cancellationToken)).Count == 0)
        {
            throw new OvertakenException("a version of the calendar");
        }

        await RemoveAsync(db, head, edit.Removed, cancellationToken);
        await db.InsertAsync([.. edit.Added.Select(day => Row(day, head))], cancellationToken);
        await journal.AddAsync(db, (by, edit.Verb, Subject(edit)), $"version {version}: {edit.Reason}", edit.Added.Count + edit.Removed.Count, cancellationToken);
        return version;
    }

    public static string Digest(IReadOnlyList<Holiday> days)
    {
        var lines = string.Concat(days.OrderBy(day => day.Day).Select(day => $"{day.Day:yyyy-MM-dd}\t{day.Kind}\t{day.Name}\t{day.Source}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }

    private static async Task<List<Holiday>> DaysAsync(HubDbContext db, long version, CancellationToken cancellationToken)
    {
        var rows = await db.Set<CalendarDay>().AsNoTracking()
            .Where(row => row.AddedIn <= version && (row.RemovedIn == null || row.RemovedIn > version)).OrderBy(row => row.Day).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new Holiday(row.Day, row.Name, row.Kind, row.Source));
    }

    private static async Task RemoveAsync(HubDbContext db, CalendarVersion head, IReadOnlyList<DateOnly> days, CancellationToken cancellationToken)
    {
        if (days.Count > 0)
        {
            await db.Set<CalendarDay>().Where(row => row.RemovedIn == null && days.Contains(row.Day)).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.RemovedIn, head.Version).SetProperty(row => row.RemovedAt, head.At).SetProperty(row => row.RemovedBy, head.By),
                cancellationToken);
        }
    }

    private static CalendarDay Row(Holiday day, CalendarVersion head) => new()
    {
        AddedIn = head.Version,
        Day = day.Day,
        Name = day.Name,
        Kind = day.Kind,
        Source = day.Source,
        AddedAt = head.At,
        AddedBy = head.By,
    };

    /// <summary>The days themselves where they fit into a line, else the years they are in.</summary>
    private static string Subject(CalendarEdit edit)
    {
        const int Few = 5;
        var days = edit.Added.Select(day => day.Day).Union(edit.Removed).Order().ToList();
        return days.Count <= Few
            ? string.Join(' ', days.Select(day => $"{day:yyyy-MM-dd}"))
            : string.Join(' ', days.Select(day => day.Year).Distinct());
    }
}
