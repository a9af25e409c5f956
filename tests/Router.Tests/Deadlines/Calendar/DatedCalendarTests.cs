namespace Hub.Router.Tests.Deadlines.Calendar;

/// <summary>Real dates of 2024 to 2027, by the decrees (DOMAIN 7.1).</summary>
public sealed class DatedCalendarTests
{
    [Theory]
    [InlineData("2024-01-05 12:00", "WIB", 1, "2024-01-08 12:00", "Friday noon and one day")]
    [InlineData("2024-01-06 09:30", "WIB", 1, "2024-01-09 00:00", "Saturday begins on Monday at midnight")]
    [InlineData("2024-01-07 23:59", "WIB", 1, "2024-01-09 00:00", "the last minute of Sunday")]
    [InlineData("2024-01-08 00:00", "WIB", 1, "2024-01-09 00:00", "the first minute of Monday")]
    [InlineData("2024-01-05 23:59", "WIB", 1, "2024-01-08 23:59", "the last minute of Friday")]
    [InlineData("2024-01-05 09:00", "WIB", 11, "2024-01-22 09:00", "Friday and eleven days")]
    [InlineData("2024-01-01 10:00", "WIB", 3, "2024-01-05 00:00", "started on New Year's Day")]
    [InlineData("2023-12-29 15:00", "WIB", 1, "2024-01-02 15:00", "over New Year, and before the calendar begins")]
    [InlineData("2024-02-07 08:00", "WIB", 3, "2024-02-15 08:00", "Isra Mikraj and joint leave make five days off")]
    [InlineData("2024-02-13 16:30", "WIB", 1, "2024-02-15 16:30", "the general election is off")]
    [InlineData("2024-02-14 10:00", "WIB", 5, "2024-02-22 00:00", "started on the voting day")]
    [InlineData("2024-02-27 10:00", "WIB", 2, "2024-02-29 10:00", "29 February is a working day of a leap year")]
    [InlineData("2024-02-29 10:00", "WIB", 5, "2024-03-07 10:00", "from the leap day")]
    [InlineData("2024-02-26 10:00", "WIB", 14, "2024-03-19 10:00", "over the leap day and Nyepi")]
    [InlineData("2024-03-08 17:00", "WIB", 1, "2024-03-13 17:00", "Nyepi with its joint leave")]
    [InlineData("2024-03-28 11:00", "WIB", 1, "2024-04-01 11:00", "Good Friday makes three days off")]
    [InlineData("2024-04-05 16:00", "WIB", 1, "2024-04-16 16:00", "Eid 2024 with joint leave on both sides")]
    [InlineData("2024-04-05 16:00", "WIB", 5, "2024-04-22 16:00", "Eid 2024 and five days")]
    [InlineData("2024-04-10 08:00", "WIB", 14, "2024-05-07 00:00", "started on Eid")]
    [InlineData("2024-04-16 00:00", "WIB", 1, "2024-04-17 00:00", "the day after Eid at midnight")]
    [InlineData("2024-05-08 10:00", "WIB", 3, "2024-05-15 10:00", "Ascension with joint leave")]
    [InlineData("2024-05-22 10:00", "WIB", 1, "2024-05-27 10:00", "Waisak with joint leave")]
    [InlineData("2024-06-14 23:59", "WIB", 1, "2024-06-19 23:59", "Iduladha with joint leave")]
    [InlineData("2024-08-16 10:00", "WIB", 1, "2024-08-19 10:00", "17 August on a Saturday takes no working day")]
    [InlineData("2024-09-13 10:00", "WIB", 5, "2024-09-23 10:00", "Maulid on a Monday")]
    [InlineData("2024-11-26 10:00", "WIB", 1, "2024-11-28 10:00", "regional elections")]
    [InlineData("2024-12-24 10:00", "WIB", 1, "2024-12-27 10:00", "Christmas with joint leave")]
    [InlineData("2024-12-24 10:00", "WIB", 5, "2025-01-03 10:00", "over the year")]
    [InlineData("2024-12-20 14:00", "WIB", 60, "2025-03-24 14:00", "sixty days over a quiet season")]
    [InlineData("2024-03-01 09:00", "WIB", 60, "2024-06-13 09:00", "sixty days over Nyepi, Eid and Waisak")]
    [InlineData("2025-01-24 10:00", "WIB", 1, "2025-01-30 10:00", "three days off before Chinese New Year")]
    [InlineData("2025-01-28 10:00", "WIB", 3, "2025-02-04 00:00", "started on joint leave")]
    [InlineData("2025-03-27 16:00", "WIB", 1, "2025-04-08 16:00", "Nyepi and Eid 2025 are eleven days off")]
    [InlineData("2025-03-27 16:00", "WIB", 14, "2025-04-28 16:00", "a complaint before Eid 2025")]
    [InlineData("2025-03-28 07:00", "WIB", 3, "2025-04-11 00:00", "verify from the first day of the long leave")]
    [InlineData("2025-04-07 23:59", "WIB", 5, "2025-04-15 00:00", "the last minute of the long leave")]
    [InlineData("2025-04-08 00:00", "WIB", 5, "2025-04-15 00:00", "the first minute after the long leave")]
    [InlineData("2025-04-17 10:00", "WIB", 2, "2025-04-22 10:00", "Good Friday and Easter")]
    [InlineData("2025-05-09 10:00", "WIB", 1, "2025-05-14 10:00", "Waisak with joint leave after a weekend")]
    [InlineData("2025-05-28 10:00", "WIB", 1, "2025-06-02 10:00", "Ascension makes four days off")]
    [InlineData("2025-06-05 10:00", "WIB", 1, "2025-06-10 10:00", "Iduladha on a Friday with joint leave on Monday")]
    [InlineData("2025-06-26 10:00", "WIB", 1, "2025-06-30 10:00", "Islamic New Year on a Friday")]
    [InlineData("2025-08-15 10:00", "WIB", 1, "2025-08-19 10:00", "18 August 2025 was added late")]
    [InlineData("2025-08-18 10:00", "WIB", 3, "2025-08-22 00:00", "started on the day that was added late")]
    [InlineData("2025-09-04 10:00", "WIB", 1, "2025-09-08 10:00", "Maulid on a Friday")]
    [InlineData("2025-12-24 10:00", "WIB", 1, "2025-12-29 10:00", "Christmas 2025 with joint leave on Friday")]
    [InlineData("2025-12-31 23:59", "WIB", 1, "2026-01-02 23:59", "the last minute of the year")]
    [InlineData("2025-11-10 09:00", "WIB", 60, "2026-02-06 09:00", "sixty days over the year")]
    [InlineData("2026-01-15 10:00", "WIB", 1, "2026-01-19 10:00", "Isra Mikraj on a Friday")]
    [InlineData("2026-02-13 10:00", "WIB", 1, "2026-02-18 10:00", "Chinese New Year with joint leave")]
    [InlineData("2026-03-17 16:00", "WIB", 1, "2026-03-25 16:00", "Nyepi and Eid 2026 are seven days off")]
    [InlineData("2026-03-17 16:00", "WIB", 14, "2026-04-14 16:00", "a complaint before Eid 2026")]
    [InlineData("2026-03-21 12:00", "WIB", 5, "2026-04-01 00:00", "started on Eid, a Saturday")]
    [InlineData("2026-05-13 10:00", "WIB", 5, "2026-05-22 10:00", "Ascension and its joint leave")]
    [InlineData("2026-05-26 10:00", "WIB", 3, "2026-06-03 10:00", "Iduladha, joint leave and Pancasila within a week")]
    [InlineData("2026-08-14 10:00", "WIB", 1, "2026-08-18 10:00", "17 August on a Monday")]
    [InlineData("2026-12-23 10:00", "WIB", 1, "2026-12-28 10:00", "joint leave is on 24 December")]
    [InlineData("2026-12-23 10:00", "WIB", 2, "2026-12-29 10:00", "28 December is a working day")]
    [InlineData("2026-12-24 10:00", "WIB", 1, "2026-12-29 00:00", "started on joint leave of 24 December")]
    [InlineData("2026-12-26 10:00", "WIB", 1, "2026-12-29 00:00", "26 December 2026 is a mere Saturday")]
    [InlineData("2026-12-31 16:00", "WIB", 1, "2027-01-04 16:00", "over the year to 2027")]
    [InlineData("2027-01-04 10:00", "WIB", 1, "2027-01-06 10:00", "Isra Mikraj on a Tuesday")]
    [InlineData("2027-02-04 10:00", "WIB", 1, "2027-02-08 10:00", "joint leave before Chinese New Year on a Saturday")]
    [InlineData("2027-03-05 16:00", "WIB", 1, "2027-03-16 16:00", "Nyepi and Eid 2027 are a week and a day")]
    [InlineData("2027-03-05 16:00", "WIB", 14, "2027-04-06 16:00", "a complaint before Eid 2027")]
    [InlineData("2027-03-24 10:00", "WIB", 1, "2027-03-29 10:00", "Good Friday with joint leave before it")]
    [InlineData("2027-05-14 10:00", "WIB", 1, "2027-05-21 10:00", "Iduladha and Waisak leave one day of the week")]
    [InlineData("2027-05-14 10:00", "WIB", 3, "2027-05-25 10:00", "over Iduladha and Waisak")]
    [InlineData("2027-12-23 10:00", "WIB", 3, "2027-12-29 10:00", "Christmas 2027")]
    [InlineData("2026-07-03 23:30", "WITA", 1, "2026-07-06 23:30", "late on Friday in Makassar")]
    [InlineData("2026-07-04 00:30", "WITA", 1, "2026-07-07 00:00", "Saturday in Makassar, still Friday in Jakarta")]
    [InlineData("2026-07-06 00:30", "WIT", 1, "2026-07-07 00:30", "Monday in Jayapura, still Sunday in Jakarta")]
    [InlineData("2026-07-03 23:30", "WIT", 3, "2026-07-08 23:30", "late on Friday in Jayapura")]
    [InlineData("2025-12-31 23:30", "WIT", 1, "2026-01-02 23:30", "the year ends two hours earlier in Jayapura")]
    [InlineData("2026-07-01 10:00", "WIB", 0, "2026-07-01 10:00", "no day at all")]
    [InlineData("2026-07-04 10:00", "WIB", 0, "2026-07-06 00:00", "no day at all, on a Saturday")]
    public void A_limit_of_working_days_ends(string start, string zone, int days, string due, string what)
    {
        var end = Days.Shipped.Due(Days.At(start, zone), days, Days.Office(zone));

        Assert.True(Days.Local(end, zone) == due, $"{what}: {Days.Local(end, zone)} and not {due}");
        Assert.Equal(TimeSpan.Zero, end.Offset);
    }

    [Theory]
    [InlineData(2024, 238)]
    [InlineData(2025, 237)]
    [InlineData(2026, 240)]
    [InlineData(2027, 242)]
    public void A_year_has_so_many_working_days(int year, int days)
    {
        var first = new DateOnly(year, 1, 1);

        Assert.Equal(days, Enumerable.Range(0, first.AddYears(1).DayNumber - first.DayNumber).Count(offset => Days.Shipped.IsWorkingDay(first.AddDays(offset))));
    }

    [Theory]
    [InlineData("2026-12-24", false, "joint leave of the decree")]
    [InlineData("2026-12-25", false, "Christmas")]
    [InlineData("2026-12-23", true, "the day before")]
    [InlineData("2026-12-28", true, "the Monday after")]
    [InlineData("2025-08-18", false, "added in August 2025")]
    [InlineData("2024-02-29", true, "leap day, a Thursday")]
    [InlineData("2024-02-14", false, "voting day")]
    [InlineData("2024-11-27", false, "voting day")]
    [InlineData("2025-03-30", false, "a Sunday in the long leave")]
    public void A_day_is_a_working_day_or_not(string day, bool works, string what) =>
        Assert.True(works == Days.Shipped.IsWorkingDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)), what);

    [Fact]
    public void One_press_copy_had_another_day_and_the_decree_wins()
    {
        // DOMAIN 7.1: one copy gives 26 December 2026, which is a Saturday; the decree has Thursday the 24th.
        var start = Days.At("2026-12-23 10:00");

        Assert.Equal("2026-12-28 10:00", Days.Local(Days.Shipped.Due(start, 1, Days.Office("WIB"))));
        Assert.Equal("2026-12-24 10:00", Days.Local(Days.Without("2026-12-24").Due(start, 1, Days.Office("WIB"))));
    }
}
