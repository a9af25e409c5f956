namespace Hub.Router.Deadlines.Calendar;

/// <summary>What working time is at an office.</summary>
public enum OfficeCount
{
    /// <summary>A working day counts whole, from midnight to midnight: the rule of the clocks.</summary>
    Days,

    /// <summary>Only the hours of work count; a clock that starts outside them starts with the next ones.</summary>
    Hours,
}

/// <summary>A piece of a working day, as times since its midnight.</summary>
/// <param name="To">The first instant that is outside.</param>
public sealed record OfficeSpan(TimeSpan From, TimeSpan To);

/// <summary>The hours of the five working days (Perpres 21/2023): Friday has its own, for the prayer.</summary>
public sealed record OfficeWeek(IReadOnlyList<OfficeSpan> MondayToThursday, IReadOnlyList<OfficeSpan> Friday);

/// <summary>Other hours in some weeks of the year, such as Ramadan. Both days are inclusive.</summary>
public sealed record OfficeSeason(DateOnly From, DateOnly To, OfficeWeek Week);

/// <summary>An office's zone, which cuts its days, and its hours of work.</summary>
/// <param name="Zone">By its IANA name, one of <see cref="OfficeZones"/>.</param>
public sealed record OfficeHours(string Zone)
{
    private static readonly OfficeSpan[] WholeDay = [new(TimeSpan.Zero, TimeSpan.FromDays(1))];

    public OfficeCount Count { get; init; } = OfficeCount.Days;

    public OfficeWeek Week { get; init; } = new(WholeDay, WholeDay);

    public IReadOnlyList<OfficeSeason> Seasons { get; init; } = [];

    /// <summary>The day and the time since its midnight that the office's clock shows.</summary>
    internal (DateOnly Day, TimeSpan Time) LocalOf(DateTimeOffset instant)
    {
        var local = instant.ToOffset(OfficeZones.OffsetOf(Zone)).DateTime;
        return (DateOnly.FromDateTime(local), local.TimeOfDay);
    }

    internal DateTimeOffset InstantOf(DateOnly day, TimeSpan time) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue) + time, OfficeZones.OffsetOf(Zone)).ToUniversalTime();

    /// <summary>What counts of a working day, in its order.</summary>
    internal IReadOnlyList<OfficeSpan> SpansOf(DateOnly workingDay)
    {
        if (Count is OfficeCount.Days)
        {
            return WholeDay;
        }

        var week = Seasons.FirstOrDefault(season => season.From <= workingDay && workingDay <= season.To)?.Week ?? Week;
        return workingDay.DayOfWeek is DayOfWeek.Friday ? week.Friday : week.MondayToThursday;
    }
}
