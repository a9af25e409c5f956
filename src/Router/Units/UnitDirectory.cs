using System.Collections.Frozen;

namespace Hub.Router.Units;

/// <summary>Who existed when: units with effective dates, so that a report is judged by the structure of its own day (DOMAIN 5.1).</summary>
public sealed class UnitDirectory
{
    private readonly FrozenDictionary<string, Unit[]> byCode;
    private readonly FrozenDictionary<string, Unit[]> bySuccessor;
    private readonly FrozenDictionary<string, Unit[]> byProvince;

    public UnitDirectory(IReadOnlyList<Unit> units)
    {
        All = units;
        byCode = units.GroupBy(unit => unit.Code).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        bySuccessor = units.Where(unit => unit.Successor is not null)
            .GroupBy(unit => unit.Successor!)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        byProvince = units.SelectMany(unit => unit.Scope.Distinct(StringComparer.Ordinal).Select(province => (Province: province, Unit: unit)))
            .GroupBy(pair => pair.Province, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Unit).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Every row, in force or not, in the order of the file.</summary>
    public IReadOnlyList<Unit> All { get; }

    public bool Exists(string code) => byCode.ContainsKey(code);

    /// <summary>The row of this code that is in force on the day, or null.</summary>
    public Unit? Find(string code, DateOnly at) => byCode.TryGetValue(code, out var rows) ? InForce(rows, at) : null;

    /// <summary>Rows whose scope names this province, in force or not, in the order of the file.</summary>
    public IReadOnlyList<Unit> Covering(string province) => byProvince.GetValueOrDefault(province, []);

    public IReadOnlyList<Unit> InForce(DateOnly at) => [.. All.Where(unit => unit.IsInForce(at))];

    /// <summary>The last row of a unit that has ended by the day; null for one that is in force, comes later, or was never there.</summary>
    public Unit? Ended(string code, DateOnly at) =>
        byCode.TryGetValue(code, out var rows) && Array.TrueForAll(rows, unit => unit.ValidTo is { } last && last < at) ? rows.MaxBy(unit => unit.ValidTo) : null;

    /// <summary>The first of these codes that is in force on the day: how a rule names a duty that changed hands. When none is, whoever carries on the work of the first.</summary>
    public Unit? FirstInForce(IReadOnlyList<string> codes, DateOnly at)
    {
        Unit? found = null;
        for (var code = 0; code < codes.Count && found is null; code++)
        {
            found = Find(codes[code], at);
        }

        for (var code = 0; code < codes.Count && found is null; code++)
        {
            found = Current(codes[code], at);
        }

        return found;
    }

    /// <summary>Who does this unit's work on the day: itself, or the successor that is in force. Null when nobody is named.</summary>
    public Unit? Current(string code, DateOnly at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = code; next is not null && seen.Add(next); next = byCode.TryGetValue(next, out var rows) ? rows[^1].Successor : null)
        {
            if (Find(next, at) is { } unit)
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>The units above, nearest first. A parent that did not exist yet on the day is replaced by the one it succeeded.</summary>
    public IReadOnlyList<Unit> Ancestors(string code, DateOnly at)
    {
        var chain = new List<Unit>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { code };
        for (var next = Find(code, at)?.Parent; next is not null;)
        {
            var parent = Find(next, at) ?? Predecessor(next, at) ?? Current(next, at);
            if (parent is null || !seen.Add(parent.Code))
            {
                break;
            }

            chain.Add(parent);
            next = parent.Parent;
        }

        return chain;
    }

    private Unit? Predecessor(string code, DateOnly at) =>
        bySuccessor.TryGetValue(code, out var rows) ? InForce(rows, at) : null;

    private static Unit? InForce(Unit[] rows, DateOnly at)
    {
        foreach (var unit in rows)
        {
            if (unit.IsInForce(at))
            {
                return unit;
            }
        }

        return null;
    }
}
