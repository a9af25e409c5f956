using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Tests.Deadlines.Calendar;

public sealed class WorkCalendarTests
{
    [Fact]
    public void E1_Friday_noon_and_one_working_day_is_Monday_noon() => Assert.Equal("2026-07-06 12:00", Due("2026-07-03 12:00", 1));

    [Theory]
    [InlineData("2026-07-04 00:00")]
    [InlineData("2026-07-04 15:20")]
    [InlineData("2026-07-05 23:59")]
    public void E2_a_clock_that_starts_on_a_day_off_starts_at_midnight_of_the_next_working_day(string start) => Assert.Equal("2026-07-07 00:00", Due(start, 1));

    [Fact]
    public void E3_Friday_and_eleven_working_days_is_a_Monday_seventeen_days_later() => Assert.Equal("2026-07-20 09:00", Due("2026-07-03 09:00", 11));

    [Fact]
    public void E4_late_by_three_times_its_limit_is_so_many_working_days_after_the_start()
    {
        var (start, office) = (Days.At("2026-07-03 09:00"), Days.Office("WIB"));

        Assert.Equal(3 * 5, Days.Shipped.WorkingDays(start, Days.Shipped.Due(start, 3 * 5, office), office), 9);
    }

    [Fact]
    public void E5_a_holiday_that_is_added_moves_the_due_time_and_removed_gives_it_back()
    {
        var (start, office) = (Days.At("2025-08-14 10:00"), Days.Office("WIB"));
        var before = Days.Without("2025-08-18");

        Assert.Equal("2025-08-19 10:00", Days.Local(before.Due(start, 3, office)));
        Assert.Equal("2025-08-20 10:00", Days.Local(Days.Shipped.Due(start, 3, office)));
        Assert.Equal(before.Due(start, 3, office), Days.Without("2025-08-18").Due(start, 3, office));
    }

    [Theory]
    [InlineData("2026-07-01 12:20", "2026-07-02 13:00", "in the break, the clock starts after it")]
    [InlineData("2026-07-01 05:00", "2026-07-02 07:30", "before the office opens")]
    [InlineData("2026-07-01 16:00", "2026-07-03 07:30", "when the office closes, the next day begins")]
    [InlineData("2026-07-01 09:10", "2026-07-02 09:10", "within a span")]
    [InlineData("2026-07-03 12:59", "2026-07-06 13:00", "in the longer break of Friday")]
    [InlineData("2026-07-04 09:00", "2026-07-07 07:30", "on a Saturday")]
    public void E6_where_hours_count_a_clock_starts_with_the_next_span(string start, string due, string what)
    {
        var end = Days.Shipped.Due(Days.At(start), 1, Days.Office("WIB", OfficeCount.Hours));

        Assert.True(due == Days.Local(end), $"{what}: {Days.Local(end)}");
    }

    [Fact]
    public void E6_where_days_count_the_break_changes_nothing() => Assert.Equal("2026-07-02 12:20", Due("2026-07-01 12:20", 1));

    [Theory]
    [InlineData("2026-07-06 10:00", "2026-07-08 10:00", "2026-07-15 10:00", "two working days")]
    [InlineData("2026-07-10 17:00", "2026-07-13 07:00", "2026-07-14 00:00", "a weekend counts only by its working ends")]
    [InlineData("2026-07-11 00:00", "2026-07-12 23:00", "2026-07-13 10:00", "a pause within a weekend moves nothing")]
    [InlineData("2026-07-09 10:00", "2026-07-09 10:30", "2026-07-13 10:30", "half an hour")]
    public void E7_a_pause_moves_the_due_time_by_its_working_time(string from, string to, string due, string what)
    {
        var office = Days.Office("WIB");
        var plain = Days.Shipped.Due(Days.At("2026-07-06 10:00"), 5, office);

        var paused = Days.Shipped.Between(Days.At(from), Days.At(to), office);

        Assert.True(due == Days.Local(Days.Shipped.Later(plain, paused, office)), $"{what}: {Days.Local(Days.Shipped.Later(plain, paused, office))}");
    }

    [Theory]
    [InlineData("WIB", "2026-07-06 22:30")]
    [InlineData("WITA", "2026-07-06 23:30")]
    [InlineData("WIT", "2026-07-08 00:00")]
    public void E15_the_zone_of_the_unit_cuts_the_day_whoever_reported(string unit, string due)
    {
        // 22:30 of a Friday where the citizen is, near Jakarta; in Jayapura it is Saturday.
        var start = Days.At("2026-07-03 22:30", "WIB");

        Assert.Equal(due, Days.Local(Days.Shipped.Due(start, unit is "WIT" ? 2 : 1, Days.Office(unit)), unit));
    }

    [Fact]
    public void E15_the_zone_of_the_reporter_is_not_asked()
    {
        var start = Days.At("2026-07-03 22:30", "WIB");

        Assert.Equal(Days.Shipped.Due(start, 3, Days.Office("WIB")), Days.Shipped.Due(start.ToOffset(TimeSpan.FromHours(9)), 3, Days.Office("WIB")));
    }

    [Theory]
    [InlineData("2026-07-01 10:00", "2026-07-01 10:00", 0, 0, "no time")]
    [InlineData("2026-07-02 10:00", "2026-07-01 10:00", 0, 0, "backwards")]
    [InlineData("2026-07-01 10:00", "2026-07-02 10:00", 24, 7.5, "one day")]
    [InlineData("2026-07-01 12:10", "2026-07-01 12:50", 0.6666667, 0, "within the break")]
    [InlineData("2026-07-03 10:00", "2026-07-06 10:00", 24, 7.5, "over a weekend")]
    [InlineData("2026-03-18 00:00", "2026-03-25 00:00", 0, 0, "Eid 2026")]
    [InlineData("2026-07-03 11:00", "2026-07-03 14:00", 3, 1.5, "over the break of Friday")]
    [InlineData("2025-03-10 00:00", "2025-03-15 00:00", 120, 32.5, "a week of Ramadan")]
    [InlineData("2026-07-06 00:00", "2026-07-11 00:00", 120, 37.5, "a week")]
    public void Working_time_is_counted(string from, string to, double wholeDays, double hours, string what)
    {
        Assert.True(Math.Abs(wholeDays - Days.Shipped.Between(Days.At(from), Days.At(to), Days.Office("WIB")).TotalHours) < 1e-6, what);
        Assert.True(Math.Abs(hours - Days.Shipped.Between(Days.At(from), Days.At(to), Days.Office("WIB", OfficeCount.Hours)).TotalHours) < 1e-6, what);
    }

    [Fact]
    public void A_working_day_is_one_day_however_long_it_is()
    {
        var office = Days.Office("WIB", OfficeCount.Hours);

        Assert.Equal(5, Days.Shipped.WorkingDays(Days.At("2025-03-10 00:00"), Days.At("2025-03-15 00:00"), office), 9);
        Assert.Equal(5, Days.Shipped.WorkingDays(Days.At("2026-07-06 00:00"), Days.At("2026-07-11 00:00"), office), 9);
        Assert.Equal(0.6, Days.Shipped.WorkingDays(Days.At("2026-07-06 00:00"), Days.At("2026-07-06 12:30"), office), 9);
    }

    [Theory]
    [InlineData("2026-07-03 10:00", 14, "2026-07-06 00:00", "what ends at midnight of a Friday ends where time counts again")]
    [InlineData("2026-07-03 10:00", 13.5, "2026-07-03 23:30", "within the day")]
    [InlineData("2026-07-04 10:00", 1, "2026-07-06 01:00", "from a Saturday")]
    [InlineData("2026-07-04 10:00", 0, "2026-07-04 10:00", "nothing is added")]
    [InlineData("2026-03-17 12:00", 24, "2026-03-25 12:00", "over Eid 2026")]
    public void An_instant_is_moved_on(string due, double hours, string expected, string what) =>
        Assert.True(expected == Days.Local(Days.Shipped.Later(Days.At(due), TimeSpan.FromHours(hours), Days.Office("WIB"))), what);

    [Fact]
    public void Fractions_of_a_second_are_kept()
    {
        var start = Days.At("2026-07-03 23:59").AddTicks(599_999_999);

        Assert.Equal(start.AddDays(3), Days.Shipped.Due(start, 1, Days.Office("WIB")));
        Assert.Equal(TimeSpan.FromTicks(1), Days.Shipped.Between(start, Days.At("2026-07-06 00:00"), Days.Office("WIB")));
    }

    [Fact]
    public void A_limit_below_zero_and_a_pause_below_zero_are_mistakes_of_the_caller()
    {
        var (now, office) = (Days.At("2026-07-01 10:00"), Days.Office("WIB"));

        Assert.Throws<ArgumentOutOfRangeException>(() => Days.Shipped.Due(now, -1, office));
        Assert.Throws<ArgumentOutOfRangeException>(() => Days.Shipped.Later(now, TimeSpan.FromTicks(-1), office));
        Assert.Throws<ArgumentException>(() => Days.Shipped.Due(now, 1, new OfficeHours("Europe/Amsterdam")));
    }

    private static string Due(string start, int days) => Days.Local(Days.Shipped.Due(Days.At(start), days, Days.Office("WIB")));
}
