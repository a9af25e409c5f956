using Hub.Router.Deadlines.Calendar;
using Hub.Router.Units;

namespace Hub.Router.Deadlines;

/// <summary>
/// Whom each level of an escalation tells: the unit, its superior in force that day, Biro Komunikasi Publik, Itjen. Where the unit
/// or its superior is missing the bureau stands in, and nobody is told twice: that level is then left out (E10, E11).
/// </summary>
internal sealed class Superiors(UnitDirectory directory, DeadlineBook book)
{
    /// <param name="unit">Null while no unit has the report: then the bureau has it.</param>
    /// <returns>A unit for each level; null where there is nobody new to tell.</returns>
    public IReadOnlyList<Unit?> Levels(string? unit, DateOnly today)
    {
        var holder = unit is null ? null : directory.Current(unit, today);
        var superior = Superior(holder?.Code ?? unit, today);
        var bureau = directory.FirstInForce(book.Bureau, today);
        Unit?[] levels = [Telling(holder) ?? superior ?? bureau, superior ?? bureau, bureau, directory.FirstInForce(book.Inspectorate, today)];
        return [.. levels.Select((one, level) => levels.Take(level).Any(told => told is not null && told.Code == one?.Code) ? null : one)];
    }

    /// <summary>The nearest unit above. A ministry as a whole has no desk; an ended unit without successor has whoever stands above its last row.</summary>
    private Unit? Superior(string? code, DateOnly today)
    {
        if (code is null)
        {
            return null;
        }

        if (directory.Find(code, today) is not null)
        {
            return Telling(directory.Ancestors(code, today).FirstOrDefault(above => above.Code != code));
        }

        var parent = directory.All.LastOrDefault(row => row.Code == code)?.Parent;
        return parent is null ? null : Telling(directory.Current(parent, today));
    }

    private static Unit? Telling(Unit? unit) => unit is { IsExternal: false, Kind: not UnitKind.Ministry } ? unit : null;
}
