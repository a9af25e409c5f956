namespace Hub.Router.Routing;

/// <summary>A category must say something: a unit that some topic or addressee stands for, or what decides instead.</summary>
internal static class CategoryCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        foreach (var category in knowledge.Categories)
        {
            if (category is { Unit: null } && string.IsNullOrWhiteSpace(category.Question))
            {
                yield return Fault(category, "names neither a unit nor what decides.", "Give the unit, or write in 'question' what decides.");
            }
            else if (category.Unit is { } unit && knowledge.Units.Exists(unit) && !HasRule(knowledge, unit))
            {
                yield return Fault(category, $"unit '{unit}' has no topic in routing.yaml; the category never counts.", "Add a topic of this unit, or leave the unit out and write what decides.");
            }
        }
    }

    /// <summary>An outside addressee needs no topic, since the report is returned to it, nor does the inspectorate, which has words of its own.</summary>
    private static bool HasRule(RoutingKnowledge knowledge, string unit) =>
        knowledge.Restricted.Units.Contains(unit) || knowledge.Units.All.Any(each => each.Code == unit && each.IsExternal) || knowledge.Topics.Any(topic => topic.Units.Contains(unit));

    private static KnowledgeFault Fault(CategoryRule category, string problem, string remedy) => new(KnowledgeFile.Categories, category.Path, problem, remedy);
}
