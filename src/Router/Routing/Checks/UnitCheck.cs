using Hub.Router.Units;

namespace Hub.Router.Routing;

/// <summary>The directory must hang together: parents, successors and dates.</summary>
internal static class UnitCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        var units = knowledge.Units;
        return units.All.SelectMany(unit => OfOne(unit, units)).Concat(Overlaps(units));
    }

    private static IEnumerable<KnowledgeFault> OfOne(Unit unit, UnitDirectory units)
    {
        if (unit.Parent is { } parent && !units.Exists(parent))
        {
            yield return Fault(unit, $"parent '{parent}' is not in the directory.", "Add the parent or correct its code.");
        }

        foreach (var fault in Successor(unit, units))
        {
            yield return fault;
        }

        if (unit is { ValidFrom: { } from, ValidTo: { } to } && to < from)
        {
            yield return Fault(unit, $"valid_to {to:yyyy-MM-dd} is before valid_from {from:yyyy-MM-dd}.", "Swap or correct the two days.");
        }
    }

    /// <summary>The work of a unit that ends must have somebody from the next day on, and never come back to it.</summary>
    private static IEnumerable<KnowledgeFault> Successor(Unit unit, UnitDirectory units)
    {
        if (unit.Successor is not { } successor)
        {
            yield break;
        }

        if (!units.Exists(successor))
        {
            yield return Fault(unit, $"successor '{successor}' is not in the directory.", "Add the successor or correct its code.");
        }
        else if (unit.ValidTo is not { } last)
        {
            yield return Fault(unit, "has a successor but no last day.", "Give valid_to, or remove the successor.");
        }
        else if (IsLoop(unit, units))
        {
            yield return Fault(unit, $"successor '{successor}' leads back to it.", "Name the unit that has the work today; a chain of successors must end.");
        }
        else if (units.Find(successor, last.AddDays(1)) is null)
        {
            yield return Fault(unit, $"successor '{successor}' is not in force on {last.AddDays(1):yyyy-MM-dd}, the day after.", "Correct valid_to here or valid_from there, or name a successor of that day.");
        }
    }

    private static bool IsLoop(Unit unit, UnitDirectory units)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { unit.Code };
        for (var next = unit.Successor; next is not null; next = units.All.LastOrDefault(row => row.Code == next)?.Successor)
        {
            if (!seen.Add(next))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<KnowledgeFault> Overlaps(UnitDirectory units) =>
        from rows in units.All.GroupBy(unit => unit.Code)
        from pair in rows.OrderBy(unit => unit.ValidFrom ?? DateOnly.MinValue).Zip(rows.OrderBy(unit => unit.ValidFrom ?? DateOnly.MinValue).Skip(1))
        where (pair.First.ValidTo ?? DateOnly.MaxValue) >= (pair.Second.ValidFrom ?? DateOnly.MinValue)
        select Fault(pair.Second, "is in the directory twice for the same days.", "End the earlier row the day before the later one begins.");

    private static KnowledgeFault Fault(Unit unit, string problem, string remedy) => new(KnowledgeFile.Units, unit.Code, problem, remedy);
}
