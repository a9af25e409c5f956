namespace Hub.Router.Routing;

/// <summary>Lists beside the places must fit the regions, the topics and the directory.</summary>
internal static class PlaceCheck
{
    /// <summary>What every channel can show in one message, a template's parameter too.</summary>
    private const int LongestQuestion = 300;

    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge) =>
        Districts(knowledge).Concat(Borders(knowledge)).Concat(Provinces(knowledge)).Concat(Agencies(knowledge)).Concat(Questions(knowledge));

    private static IEnumerable<KnowledgeFault> Districts(RoutingKnowledge knowledge)
    {
        var regencies = knowledge.Regions.Select(region => region.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var district in knowledge.Districts.Where(district => !regencies.Contains(district.RegencyCode)))
        {
            yield return new(KnowledgeFile.Districts, district.Code, "belongs to no regency of regencies.csv.", "Correct the code or add the regency.");
        }

        foreach (var twice in knowledge.Districts.GroupBy(district => district.Code, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new(KnowledgeFile.Districts, twice.Key, "code stands twice.", "Keep one row.");
        }

        foreach (var twice in knowledge.Regions.Where(region => region.Bps is not null).GroupBy(region => region.Bps, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new(KnowledgeFile.Regencies, twice.Key!, "BPS code stands twice.", "Give each region its own, or none.");
        }
    }

    private static IEnumerable<KnowledgeFault> Borders(RoutingKnowledge knowledge)
    {
        var codes = knowledge.Regions.Select(region => region.Code).ToHashSet(StringComparer.Ordinal);
        return (knowledge.Boundaries?.Areas ?? []).Where(area => !codes.Contains(area.Code))
            .Select(area => new KnowledgeFault(KnowledgeFile.Boundaries, area.Code, "is neither a province nor a regency of this folder.", "Import borders that fit its codes."));
    }

    private static IEnumerable<KnowledgeFault> Provinces(RoutingKnowledge knowledge)
    {
        var provinces = knowledge.Regions.Where(region => region.Kind is RegionKind.Province).Select(region => region.Name).ToHashSet(StringComparer.Ordinal);
        return knowledge.Assets.Where(asset => asset.Province is not null && !provinces.Contains(asset.Province))
            .Select(asset => new KnowledgeFault(TermCheck.FileOf(asset.Kind), asset.Name, $"province '{asset.Province}' is not in provinces.csv.", "Write the name as in that file."));
    }

    private static IEnumerable<KnowledgeFault> Agencies(RoutingKnowledge knowledge)
    {
        foreach (var agency in knowledge.Agencies)
        {
            if (knowledge.Topics.All(topic => topic.Id != agency.Topic))
            {
                yield return new(KnowledgeFile.Agencies, agency.Agency, $"topic '{agency.Topic}' is not in routing.yaml.", "Add the topic or correct its id.");
            }

            if (agency.Addressee is not RoutingTopic.RegionalGovernment && !knowledge.Units.All.Any(unit => unit.Code == agency.Addressee && unit.IsExternal))
            {
                yield return new(KnowledgeFile.Agencies, agency.Agency, $"addressee '{agency.Addressee}' is not an outside addressee of the directory.", "Use 'local' or an EXT code of units.csv.");
            }

            if (agency.Agency.Length == 0)
            {
                yield return new(KnowledgeFile.Agencies, agency.Topic, "names no office.", "Write the office as a reason names it.");
            }
        }
    }

    private static IEnumerable<KnowledgeFault> Questions(RoutingKnowledge knowledge)
    {
        foreach (var question in knowledge.Questions)
        {
            if (knowledge.Topics.All(topic => topic.Id != question.Topic || !topic.IsOurs))
            {
                yield return new(KnowledgeFile.Questions, question.Topic, "is not a topic of the ministry.", "Use the id of a topic of routing.yaml that has units.");
            }

            if (new[] { question.Owner, question.Place }.Any(text => text.Length is 0 or > LongestQuestion))
            {
                yield return new(KnowledgeFile.Questions, question.Topic, $"a question is empty or longer than {LongestQuestion} characters.", "Ask one thing, briefly.");
            }
        }

        foreach (var twice in knowledge.Questions.GroupBy(question => question.Topic, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new(KnowledgeFile.Questions, twice.Key, "stands twice.", "A report is asked once: keep one row.");
        }
    }
}
