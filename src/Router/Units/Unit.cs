namespace Hub.Router.Units;

/// <summary>One row of the directory. The days are inclusive; an empty day is open.</summary>
/// <param name="Parent">Code of the unit above; empty for a ministry and for outside addressees.</param>
/// <param name="Scope">Names of the provinces it covers; empty means the whole country or not known by province.</param>
/// <param name="Successor">Code of the unit that took over its work when it ended.</param>
public sealed record Unit(
    string Code,
    string Name,
    string? Parent,
    UnitKind Kind,
    IReadOnlyList<string> Scope,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    string? Successor)
{
    public bool IsExternal => Kind is UnitKind.External;

    public bool IsInForce(DateOnly at) => (ValidFrom is not { } from || from <= at) && (ValidTo is not { } to || at <= to);
}
