namespace Hub.Router.Deadlines.Calendar;

/// <summary>Why nobody works that day.</summary>
public enum HolidayKind
{
    /// <summary>Hari libur nasional.</summary>
    National,

    /// <summary>Cuti bersama: for civil servants a day off like the others (DOMAIN 7.1).</summary>
    JointLeave,

    /// <summary>A voting day.</summary>
    Election,
}

/// <summary>A day off of a public decree.</summary>
/// <param name="Source">Where the decree can be read.</param>
public sealed record Holiday(DateOnly Day, string Name, HolidayKind Kind, string Source);

/// <summary>The days of holidays.csv: what the first start puts into the calendar of the database.</summary>
public sealed record HolidayList(IReadOnlyList<Holiday> Days);
