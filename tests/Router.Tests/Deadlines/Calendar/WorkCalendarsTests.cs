using Hub.Router.Deadlines.Calendar;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Deadlines.Calendar;

public class WorkCalendarsTests
{
    private static readonly DateOnly Late = new(2026, 7, 6);
    private static readonly (string By, string Reason) Act = ("sari", "SKB uji");

    [Fact]
    public async Task Before_it_is_loaded_the_shipped_days_are_in_force_under_version_0()
    {
        await using var rig = await RouterRig.StartAsync();

        Assert.Equal((0, RigDeadlines.Holidays.Days.Count), (rig.Get<WorkCalendars>().Now.Version, rig.Get<WorkCalendars>().Now.Holidays.Count));
        Assert.Empty(await rig.AllAsync<CalendarVersion>());
    }

    [Fact]
    public async Task The_first_start_seeds_version_1_and_says_so_in_the_journal()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.Get<WorkCalendars>().LoadAsync(default);

        Assert.Equal(1, rig.Get<WorkCalendars>().Now.Version);
        Assert.Equal(RigDeadlines.Holidays.Days, rig.Get<WorkCalendars>().Now.Holidays);
        Assert.Equal("hub", Assert.Single(await rig.AllAsync<CalendarVersion>()).By);
        Assert.Equal(("calendar.seed", RigDeadlines.Holidays.Days.Count), Assert.Single((await rig.AllAsync<OperatorAct>()).Select(act => (act.Verb, act.Count))));
    }

    [Fact]
    public async Task Later_starts_leave_what_people_made_of_it()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.Get<CalendarDesk>().RemoveAsync(new DateOnly(2026, 12, 24), Act, default);
        await using var second = rig.AnotherProcess();

        await second.GetRequiredService<WorkCalendars>().LoadAsync(default);

        Assert.Equal(2, second.GetRequiredService<WorkCalendars>().Now.Version);
        Assert.True(second.GetRequiredService<WorkCalendars>().Now.IsWorkingDay(new DateOnly(2026, 12, 24)));
    }

    [Fact]
    public async Task Two_processes_that_start_at_once_seed_once()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();

        await Task.WhenAll(Task.Run(() => rig.Get<WorkCalendars>().LoadAsync(default)), Task.Run(() => second.GetRequiredService<WorkCalendars>().LoadAsync(default)));

        Assert.Single(await rig.AllAsync<CalendarVersion>());
        Assert.Equal(RigDeadlines.Holidays.Days.Count, (await rig.AllAsync<CalendarDay>()).Count);
        Assert.Equal(1, second.GetRequiredService<WorkCalendars>().Now.Version);
    }

    [Fact]
    public async Task Another_process_takes_a_change_over_within_half_a_minute()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.Get<WorkCalendars>().LoadAsync(default);
        await rig.RunAsync<CalendarWatch>();
        await using var second = rig.AnotherProcess();
        await second.GetRequiredService<CalendarDesk>().AddAsync(Days.Off(Late), Act, default);

        var due = rig.Get<WorkCalendars>().Now.Due(Days.At("2026-07-03 10:00"), 1, Days.Office("WIB"));
        await Eventually.True(() => rig.Clock.Sleepers > 0, "the watch sleeps");
        rig.Clock.Advance(CalendarWatch.Every);
        await Eventually.True(() => rig.Get<WorkCalendars>().Now.Version == 2, "the change is taken over");

        Assert.Equal(due.AddDays(1), rig.Get<WorkCalendars>().Now.Due(Days.At("2026-07-03 10:00"), 1, Days.Office("WIB")));
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_the_calendar_in_force()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.Get<WorkCalendars>().LoadAsync(default);
        var before = rig.Get<WorkCalendars>().Now;
        rig.Faults.AtBegin = new TransientFault();

        await Assert.ThrowsAsync<TransientFault>(() => rig.Get<CalendarDesk>().AddAsync(Days.Off(Late), Act, default));

        Assert.Same(before, rig.Get<WorkCalendars>().Now);
    }

    [Fact]
    public async Task A_table_that_was_changed_by_hand_is_said_and_not_hidden()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.Get<CalendarDesk>().AddAsync(Days.Off(Late), Act, default);
        Assert.True((await rig.Get<CalendarDesk>().ListAsync(default)).IsSound);

        await rig.SqlAsync($"UPDATE calendar_days SET removed_in = 2 WHERE day = '2026-12-24'");
        await using var second = rig.AnotherProcess();
        await second.GetRequiredService<WorkCalendars>().LoadAsync(default);

        Assert.False((await rig.Get<CalendarDesk>().ListAsync(default)).IsSound);
        Assert.Contains(rig.Logs.Lines, line => line.Contains("changed the table by hand", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_changed_since_a_version_is_told_without_mere_names()
    {
        await using var rig = await RouterRig.StartAsync();
        var (desk, calendars) = (rig.Get<CalendarDesk>(), rig.Get<WorkCalendars>());
        await desk.AddAsync(Days.Off(Late, "Cuti bersama tambahan"), Act, default);
        await desk.RemoveAsync(new DateOnly(2026, 12, 24), Act, default);
        await desk.AddAsync(Days.Off(new DateOnly(2026, 7, 7)), Act, default);
        await desk.RemoveAsync(new DateOnly(2026, 7, 7), Act, default);
        await desk.RemoveAsync(new DateOnly(2026, 12, 25), Act, default);
        await desk.AddAsync(Days.Off(new DateOnly(2026, 12, 25), "Natal"), Act, default);

        Assert.Equal([new DayChange(Late, "Cuti bersama tambahan", true), new DayChange(new DateOnly(2026, 12, 24), "Cuti bersama Natal", false)], await calendars.ChangesSinceAsync(1, default));
        Assert.Equal([new DayChange(new DateOnly(2026, 12, 24), "Cuti bersama Natal", false)], await calendars.ChangesSinceAsync(2, default));
        Assert.Empty(await calendars.ChangesSinceAsync(calendars.Now.Version, default));
    }
}
