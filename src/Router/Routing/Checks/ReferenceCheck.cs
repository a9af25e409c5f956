using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing;

/// <summary>Whatever names a unit, a topic or a province must name one that exists.</summary>
internal static class ReferenceCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge) =>
        Topics(knowledge).Concat(Restricted(knowledge)).Concat(Categories(knowledge)).Concat(Assets(knowledge)).Concat(Scopes(knowledge)).Concat(Regions(knowledge));

    private static IEnumerable<KnowledgeFault> Topics(RoutingKnowledge knowledge)
    {
        foreach (var topic in knowledge.Topics)
        {
            foreach (var unit in topic.Units.Where(unit => !knowledge.Units.Exists(unit)))
            {
                yield return new(KnowledgeFile.Rules, topic.Id, $"unit '{unit}' is not in the directory.", "Add it to units.csv or correct the code.");
            }

            if (topic.Addressee is { } addressee and not RoutingTopic.RegionalGovernment && !IsExternal(knowledge, addressee))
            {
                yield return new(KnowledgeFile.Rules, topic.Id, $"addressee '{addressee}' is not an outside addressee of the directory.", "Use 'local', an EXT code of units.csv, or leave it out.");
            }
        }
    }

    private static IEnumerable<KnowledgeFault> Restricted(RoutingKnowledge knowledge) =>
        knowledge.Restricted.Units.Where(unit => !knowledge.Units.Exists(unit))
            .Select(unit => new KnowledgeFault(KnowledgeFile.Rules, "restricted", $"unit '{unit}' is not in the directory.", "Add it to units.csv or correct the code."));

    private static IEnumerable<KnowledgeFault> Categories(RoutingKnowledge knowledge)
    {
        foreach (var category in knowledge.Categories.Where(category => category.Unit is not null && !knowledge.Units.Exists(category.Unit)))
        {
            yield return new(KnowledgeFile.Categories, category.Path, $"unit '{category.Unit}' is not in the directory.", "Add it to units.csv or correct the code.");
        }

        foreach (var twice in knowledge.Categories.GroupBy(category => CategoryName.Of(category.Path)).Where(group => group.Count() > 1))
        {
            yield return new(KnowledgeFile.Categories, twice.First().Path, "stands twice.", "Keep one row.");
        }
    }

    private static IEnumerable<KnowledgeFault> Assets(RoutingKnowledge knowledge)
    {
        foreach (var asset in knowledge.Assets)
        {
            if (asset.Unit is { } unit && !knowledge.Units.Exists(unit))
            {
                yield return new(TermCheck.FileOf(asset.Kind), asset.Name, $"office '{unit}' is not in the directory.", "Add it to units.csv or correct the code.");
            }

            if (knowledge.Topics.All(topic => topic.Id != asset.Topic))
            {
                yield return new(TermCheck.FileOf(asset.Kind), asset.Name, $"topic '{asset.Topic}' is not in routing.yaml.", "Add the topic or correct its id.");
            }

            if (asset.Regency is { } regency && knowledge.Regions.All(region => region.FullName != regency))
            {
                yield return new(TermCheck.FileOf(asset.Kind), asset.Name, $"regency '{regency}' is not in regencies.csv.", "Write 'Kabupaten …' or 'Kota …' as in that file.");
            }
        }
    }

    private static IEnumerable<KnowledgeFault> Scopes(RoutingKnowledge knowledge) =>
        from unit in knowledge.Units.All
        from province in unit.Scope
        where knowledge.Regions.All(region => region.Kind is not RegionKind.Province || region.Name != province)
        select new KnowledgeFault(KnowledgeFile.Units, unit.Code, $"scope '{province}' is not a province of provinces.csv.", "Write the name as in that file.");

    private static IEnumerable<KnowledgeFault> Regions(RoutingKnowledge knowledge)
    {
        foreach (var twice in knowledge.Regions.GroupBy(region => region.Code).Where(group => group.Count() > 1))
        {
            yield return new(KnowledgeFile.Regencies, twice.Key, "code stands twice.", "Keep one row.");
        }

        var provinces = knowledge.Regions.Where(region => region.Kind is RegionKind.Province).Select(region => region.Code).ToHashSet();
        foreach (var region in knowledge.Regions.Where(region => !provinces.Contains(region.ProvinceCode)))
        {
            yield return new(KnowledgeFile.Regencies, region.Code, "belongs to no province of provinces.csv.", "Correct the code or add the province.");
        }
    }

    private static bool IsExternal(RoutingKnowledge knowledge, string code) =>
        knowledge.Units.All.Any(unit => unit.Code == code && unit.IsExternal);
}
