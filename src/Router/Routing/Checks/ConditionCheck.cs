using Hub.Router.Deadlines.Calendar;

namespace Hub.Router.Routing;

/// <summary>A condition must be able to hold.</summary>
internal static class ConditionCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge) =>
        RuleCheck.AllRules(knowledge).SelectMany(rule => rule.When is { } when ? OfOne(rule.Id, when) : []);

    private static IEnumerable<KnowledgeFault> OfOne(string rule, RuleCondition when)
    {
        if (when is { From: { } from, To: { } to } && to < from)
        {
            yield return Fault(rule, $"to {to:yyyy-MM-dd} is before from {from:yyyy-MM-dd}; it never matches.", "Swap or correct the two days.");
        }

        if (!OfficeZones.IsKnown(when.Zone))
        {
            yield return Fault(rule, $"zone '{when.Zone}' is not a zone of Indonesia.", $"Use one of {string.Join(", ", OfficeZones.Known)}.");
        }

        foreach (var hours in when.Hours.Where(hours => hours.From == hours.To))
        {
            yield return Fault(rule, $"hours from {hours.From:hh\\:mm} to {hours.To:hh\\:mm} are empty; it never matches.", "Give a later end, or leave hours out for the whole day.");
        }
    }

    private static KnowledgeFault Fault(string rule, string problem, string remedy) => new(KnowledgeFile.Rules, rule, problem, remedy);
}
