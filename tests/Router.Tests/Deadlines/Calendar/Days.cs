using System.Globalization;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Deadlines.Calendar;

/// <summary>Offices, and instants as people write them.</summary>
internal static class Days
{
    private static readonly OfficeWeek Asn = new(
        [new OfficeSpan(Time("07:30"), Time("12:00")), new OfficeSpan(Time("13:00"), Time("16:00"))],
        [new OfficeSpan(Time("07:30"), Time("11:30")), new OfficeSpan(Time("13:00"), Time("16:30"))]);

    private static readonly OfficeWeek Ramadan = new(
        [new OfficeSpan(Time("08:00"), Time("12:00")), new OfficeSpan(Time("12:30"), Time("15:00"))],
        [new OfficeSpan(Time("08:00"), Time("11:30")), new OfficeSpan(Time("12:30"), Time("15:30"))]);

    public static WorkCalendar Shipped { get; } = new(1, RigDeadlines.Holidays.Days);

    /// <param name="zone">WIB, WITA or WIT.</param>
    /// <param name="count">Days or hours.</param>
    public static OfficeHours Office(string zone, OfficeCount count = OfficeCount.Days) =>
        new(zone switch { "WIB" => "Asia/Jakarta", "WITA" => "Asia/Makassar", "WIT" => "Asia/Jayapura", _ => throw new ArgumentException(zone, nameof(zone)) })
        {
            Count = count,
            Week = Asn,
            Seasons = [new OfficeSeason(new DateOnly(2024, 3, 12), new DateOnly(2024, 4, 9), Ramadan), new OfficeSeason(new DateOnly(2025, 3, 1), new DateOnly(2025, 3, 30), Ramadan)],
        };

    /// <summary>"2026-12-23 10:00" on the clock of that zone.</summary>
    public static DateTimeOffset At(string local, string zone = "WIB")
    {
        var time = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, TimeSpan.FromHours(zone switch { "WIB" => 7, "WITA" => 8, _ => 9 }));
    }

    public static string Local(DateTimeOffset instant, string zone = "WIB") =>
        instant.ToOffset(At("2026-01-01 00:00", zone).Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static Holiday Off(DateOnly day, string name = "Libur") => new(day, name, HolidayKind.JointLeave, "SKB uji");

    public static WorkCalendar Without(string day) => new(2, [.. RigDeadlines.Holidays.Days.Where(holiday => holiday.Day != DateOnly.Parse(day, CultureInfo.InvariantCulture))]);

    public static WorkCalendar With(string day) => new(3, [.. RigDeadlines.Holidays.Days, Off(DateOnly.Parse(day, CultureInfo.InvariantCulture))]);

    private static TimeSpan Time(string text) => TimeSpan.ParseExact(text, "hh\\:mm", CultureInfo.InvariantCulture);
}
