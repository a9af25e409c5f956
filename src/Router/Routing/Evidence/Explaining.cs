using Hub.Router.Routing.Steps;

namespace Hub.Router.Routing.Evidence;

/// <summary>Turns the evidence of a case into the record that is stored with the report.</summary>
internal static class Explaining
{
    /// <summary>More are rare.</summary>
    private const int MostFacts = 16;

    public static RoutingExplanation Of(RoutingCase found, Ruling ruling, IReadOnlyList<StepTaken> steps)
    {
        var best = found.HasTopic ? found.Ranking.Best : null;
        return new RoutingExplanation
        {
            RuleSet = found.Knowledge.Version,
            StructureOf = found.Day,
            Facts = Facts(found),
            Steps = steps,
            WinningRule = ruling.Rule,
            Topic = best?.Topic.Id,
            TopicUnit = best is null ? null : found.Knowledge.Units.FirstInForce(best.Topic.Units, found.Day)?.Code,
            Authority = found.Authority.Authority,
            Leaning = ruling.Leaning,
            Candidates = Candidates(found),
        };
    }

    private static List<FoundFact> Facts(RoutingCase found)
    {
        var facts = new List<FoundFact>(MostFacts);
        AddPlace(found, facts);
        AddRules("authority", found.Authority.Rules, facts);
        AddNamed(found, facts);
        AddRules("restriction", found.Accusation.Rules, facts);
        facts.Add(new FoundFact("class", found.Facts.Class.ToString(), "kanal"));
        AddTopics(found, facts);
        OpinionFacts.Add(found.Opinion, facts);
        return facts;
    }

    private static void AddPlace(RoutingCase found, List<FoundFact> facts)
    {
        if (found.Place.IsKnown)
        {
            facts.Add(new FoundFact("place", found.Place.ToString(), found.Place.From));
        }

        for (var unused = 0; unused < found.Place.Unused.Count; unused++)
        {
            facts.Add(new FoundFact("place", "-", found.Place.Unused[unused]));
        }

        if (found.Post is { } post)
        {
            facts.Add(new FoundFact("post", post, "patok kilometer"));
        }
    }

    private static void AddRules(string kind, IReadOnlyList<ScoredRule> rules, List<FoundFact> facts)
    {
        for (var rule = 0; rule < rules.Count; rule++)
        {
            facts.Add(new FoundFact(kind, rules[rule].Id, rules[rule].Words));
        }
    }

    private static void AddNamed(RoutingCase found, List<FoundFact> facts)
    {
        foreach (var asset in (ReadOnlySpan<FoundAsset?>)[found.Asset, found.River])
        {
            if (asset is not null)
            {
                facts.Add(new FoundFact("asset", asset.Asset.Name, asset.Words));
            }
        }

        if (found.Category is { } category)
        {
            facts.Add(new FoundFact("category", category.Unit ?? category.Question ?? "", category.Path));
        }
    }

    private static void AddTopics(RoutingCase found, List<FoundFact> facts)
    {
        for (var topic = 0; topic < found.Ranking.Topics.Count; topic++)
        {
            var scored = found.Ranking.Topics[topic];
            for (var rule = 0; rule < scored.Rules.Count; rule++)
            {
                facts.Add(new FoundFact("topic", scored.Topic.Id, scored.Rules[rule].Words));
            }
        }
    }

    private static RoutingCandidate[] Candidates(RoutingCase found)
    {
        var candidates = new RoutingCandidate[found.Ranking.Topics.Count];
        for (var rank = 0; rank < candidates.Length; rank++)
        {
            candidates[rank] = Candidate(found, found.Ranking.Topics[rank], rank);
        }

        return candidates;
    }

    private static RoutingCandidate Candidate(RoutingCase found, ScoredTopic topic, int rank) => new(
        topic.Topic.Id,
        found.Knowledge.Units.FirstInForce(topic.Topic.Units, found.Day)?.Code ?? topic.Topic.Addressee,
        Math.Round(topic.Score, 2),
        Rules(topic),
        Why(found, topic, rank),
        found.Opinion is { } opinion ? Math.Round(opinion.Of(topic.Label), 2) : null);

    private static string[] Rules(ScoredTopic topic)
    {
        var rules = new string[topic.Rules.Count];
        for (var rule = 0; rule < rules.Length; rule++)
        {
            rules[rule] = topic.Rules[rule].Id;
        }

        return rules;
    }

    private static string Why(RoutingCase found, ScoredTopic topic, int rank)
    {
        if (found.Opinion is not null)
        {
            return rank == 0 ? "peluang tertinggi menurut aturan dan model" : "peluang lebih rendah menurut aturan dan model";
        }

        if (rank > 0)
        {
            return topic.Family == found.Ranking.Best!.Family ? "mendukung pokok laporan" : "nilai lebih rendah dari pokok laporan";
        }

        return (found.HasTopic, found.IsClear) switch
        {
            (false, _) => "nilai di bawah ambang",
            (_, false) => "nilai tertinggi, selisih terlalu kecil",
            _ => "nilai tertinggi",
        };
    }
}
