using Hub.Integration.Tests.Plans;
using Hub.Router.Deadlines.Calendar;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Deadlines;

/// <summary>The calendar's tables on PostgreSQL, where two transactions may really run at once.</summary>
public sealed class CalendarTests(RealServers servers)
{
    private static readonly DateOnly First = new(2026, 7, 6);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_made_at_once_follow_each_other_and_every_day_is_there()
    {
        await using var store = await FilledStore.StartAsync(await servers.NewDatabaseAsync(Token), Token);
        var (desk, calendars) = (store.Get<CalendarDesk>(), store.Get<WorkCalendars>());
        var shipped = store.Get<HolidayList>().Days;

        // More at once than a transaction is tried again: those that are overtaken too often say so, and lose nothing of the others.
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => desk.AddAsync(Day(number), ("sari", "SKB uji"), Token)));
        await desk.RemoveAsync(First, ("budi", "keliru"), Token);

        Assert.All(results, result => Assert.IsType<CalendarResult.Changed>(result));
        var view = await desk.ListAsync(Token);
        Assert.True(view.IsSound);
        Assert.Equal((5L, 5L), (view.Version, calendars.Now.Version));
        Assert.Equal([1L, 2, 3, 4, 5], view.History.Select(version => version.Version));
        Assert.Equal([.. shipped.Concat([Day(1), Day(2)]).OrderBy(day => day.Day)], view.Days);
        Assert.Equal([new DayChange(First.AddDays(1), "Libur 1", true), new DayChange(First.AddDays(2), "Libur 2", true)], await calendars.ChangesSinceAsync(1, Token));
    }

    private static Holiday Day(int number) => new(First.AddDays(number), $"Libur {number}", HolidayKind.National, "SKB uji");
}
