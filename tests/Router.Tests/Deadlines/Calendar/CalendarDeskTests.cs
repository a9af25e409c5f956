using Hub.Router.Deadlines.Calendar;
using Hub.Router.Operations;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Deadlines.Calendar;

public class CalendarDeskTests
{
    private static readonly DateOnly Late = new(2026, 7, 6);
    private static readonly (string By, string Reason) Act = ("sari", "SKB uji 2026");

    [Fact]
    public async Task A_day_that_is_added_is_a_new_version_with_name_reason_and_journal()
    {
        await using var rig = await RouterRig.StartAsync();

        var done = Assert.IsType<CalendarResult.Changed>(await rig.Get<CalendarDesk>().AddAsync(Days.Off(Late), Act, default));

        Assert.Equal(new CalendarResult.Changed(2, 1, 0), done);
        Assert.False(rig.Get<WorkCalendars>().Now.IsWorkingDay(Late));
        var version = (await rig.AllAsync<CalendarVersion>()).Single(row => row.Version == 2);
        Assert.Equal(("sari", "SKB uji 2026", RouterRig.Start), (version.By, version.Reason, version.At));
        var act = (await rig.AllAsync<OperatorAct>()).Single(row => row.Verb == "calendar.add");
        Assert.Equal(("sari", "2026-07-06", "version 2: SKB uji 2026", 1), (act.By, act.Subject, act.Detail, act.Count));
    }

    [Fact]
    public async Task The_same_day_again_changes_nothing_and_under_another_name_is_refused()
    {
        await using var rig = await RouterRig.StartAsync();
        var desk = rig.Get<CalendarDesk>();
        await desk.AddAsync(Days.Off(Late), Act, default);

        Assert.IsType<CalendarResult.Same>(await desk.AddAsync(Days.Off(Late), Act, default));
        Assert.Equal("Libur", Assert.IsType<CalendarResult.Taken>(await desk.AddAsync(Days.Off(Late, "Lain"), Act, default)).Day.Name);
        Assert.IsType<CalendarResult.Same>(await desk.RemoveAsync(Late.AddDays(1), Act, default));
        Assert.Equal(2, (await rig.AllAsync<CalendarVersion>()).Count);
    }

    [Fact]
    public async Task A_day_that_is_removed_gives_the_old_due_time_back_and_stays_in_the_history()
    {
        await using var rig = await RouterRig.StartAsync();
        var (desk, calendars) = (rig.Get<CalendarDesk>(), rig.Get<WorkCalendars>());
        var due = Due();
        await desk.AddAsync(Days.Off(Late), Act, default);
        Assert.Equal(due.AddDays(1), Due());

        Assert.IsType<CalendarResult.Changed>(await desk.RemoveAsync(Late, ("budi", "keliru"), default));

        Assert.Equal(due, Due());
        var row = (await rig.AllAsync<CalendarDay>()).Single(each => each.Day == Late);
        Assert.Equal((2L, 3L, "sari", "budi"), (row.AddedIn, row.RemovedIn ?? 0, row.AddedBy, row.RemovedBy));
        var history = (await desk.ListAsync(default)).History;
        Assert.Equal(["+2026-07-06 Libur"], history[1].Changes);
        Assert.Equal(["-2026-07-06 Libur"], history[2].Changes);

        await desk.AddAsync(Days.Off(Late), Act, default);
        Assert.Equal(due.AddDays(1), Due());

        DateTimeOffset Due() => calendars.Now.Due(Days.At("2026-07-03 10:00"), 1, Days.Office("WIB"));
    }

    [Fact]
    public async Task An_import_is_compared_first_and_speaks_only_of_its_years()
    {
        await using var rig = await RouterRig.StartAsync();
        var desk = rig.Get<CalendarDesk>();
        Holiday[] file = [Days.Off(new DateOnly(2028, 1, 1), "Tahun Baru 2028"), .. In(2027).Skip(1).SkipLast(1), In(2027)[^1] with { Name = "Isra Mikraj" }];

        var shown = await desk.CompareAsync(file, default);

        Assert.Equal((1, 1, 1), (shown.Added.Count, shown.Removed.Count, shown.Renamed.Count));
        Assert.Single(await rig.AllAsync<CalendarVersion>());

        Assert.Equal(new CalendarResult.Changed(2, 2, 2), await desk.ImportAsync(shown, Act, default));

        var days = (await desk.ListAsync(default)).Days;
        Assert.Equal(In(2026), days.Where(day => day.Day.Year == 2026));
        Assert.Equal(file.OrderBy(day => day.Day), days.Where(day => day.Day.Year > 2026));
        Assert.Equal(0, (await desk.CompareAsync(file, default)).Count);
        Assert.IsType<CalendarResult.Same>(await desk.ImportAsync(await desk.CompareAsync(file, default), Act, default));
        Assert.Equal(new DayChange(new DateOnly(2027, 1, 1), In(2027)[0].Name, false), (await rig.Get<WorkCalendars>().ChangesSinceAsync(1, default))[0]);
    }

    [Fact]
    public async Task An_import_that_was_shown_on_an_older_calendar_is_refused()
    {
        await using var rig = await RouterRig.StartAsync();
        var desk = rig.Get<CalendarDesk>();
        var shown = await desk.CompareAsync([Days.Off(new DateOnly(2028, 1, 1))], default);
        await desk.AddAsync(Days.Off(Late), Act, default);

        Assert.Equal(new CalendarResult.Overtaken(2), await desk.ImportAsync(shown, Act, default));
        Assert.Equal(2, (await rig.AllAsync<CalendarVersion>()).Count);
    }

    [Fact]
    public async Task People_who_change_it_at_once_make_one_version_each_without_a_gap()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        CalendarDesk[] desks = [rig.Get<CalendarDesk>(), second.GetRequiredService<CalendarDesk>()];

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => desks[number % 2].AddAsync(Days.Off(Late.AddDays(number)), Act, default))));

        Assert.Equal(Enumerable.Range(1, 11).Select(number => (long)number), (await rig.AllAsync<CalendarVersion>()).Select(row => row.Version).Order());
        var view = await rig.Get<CalendarDesk>().ListAsync(default);
        Assert.True(view.IsSound);
        Assert.Equal(RigDeadlines.Holidays.Days.Count + 10, view.Days.Count);
    }

    [Fact]
    public async Task A_change_that_fails_half_way_leaves_nothing()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.Get<WorkCalendars>().LoadAsync(default);
        rig.Faults.AtCommit = new InvalidOperationException("power");

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Get<CalendarDesk>().AddAsync(Days.Off(Late), Act, default));

        rig.Faults.AtCommit = null;
        Assert.Single(await rig.AllAsync<CalendarVersion>());
        Assert.DoesNotContain(await rig.AllAsync<CalendarDay>(), day => day.Day == Late);
        Assert.Equal(1, rig.Get<WorkCalendars>().Now.Version);
    }

    [Fact]
    public async Task Identity_in_a_name_or_a_reason_is_masked_and_the_acts_are_sealed()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.Get<CalendarDesk>().AddAsync(Days.Off(Late), ("sari@pu.go.id", "tanya 081234567890"), default);
        await rig.Get<AuditSealing>().RunAsync(default);

        var version = (await rig.AllAsync<CalendarVersion>()).Single(row => row.Version == 2);
        Assert.Equal(("[surel]", "tanya [telepon]"), (version.By, version.Reason));
        Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default));
    }

    private static Holiday[] In(int year) => [.. RigDeadlines.Holidays.Days.Where(day => day.Day.Year == year)];
}
