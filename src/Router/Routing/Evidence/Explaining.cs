using Hub.Router.Routing.Learning;
using Hub.Router.Routing.Steps;

namespace Hub.Router.Routing.Evidence;

/// <summary>Turns the evidence of a case into the record that is stored with the report.</summary>
internal static class Explaining
{
    public static RoutingExplanation Of(RoutingCase found, Ruling ruling, IReadOnlyList<StepTaken> steps)
    {
        var best = found.HasTopic ? found.Ranking.Best : null;
        return new RoutingExplanation
        {
            RuleSet = found.Knowledge.Version,
            StructureOf = found.Day,
            Facts = [.. Facts(found), .. OpinionFacts.Of(found.Opinion)],
            Steps = steps,
            WinningRule = ruling.Rule,
            Topic = best?.Topic.Id,
            TopicUnit = best is null ? null : found.Knowledge.Units.FirstInForce(best.Topic.Units, found.Day)?.Code,
            Authority = found.Authority.Authority,
            Leaning = ruling.Leaning,
            Candidates = [.. found.Ranking.Topics.Select((topic, rank) => Candidate(found, topic, rank))],
        };
    }

    private static IEnumerable<FoundFact> Facts(RoutingCase found)
    {
        if (found.Place.Province is not null || found.Place.Doubt.Count > 0)
        {
            yield return new FoundFact("place", found.Place.ToString(), found.Place.From);
        }

        foreach (var rule in found.Authority.Rules)
        {
            yield return new FoundFact("authority", rule.Id, rule.Words);
        }

        foreach (var asset in new[] { found.Asset, found.River }.OfType<FoundAsset>())
        {
            yield return new FoundFact("asset", asset.Asset.Name, asset.Words);
        }

        if (found.Category is { } category)
        {
            yield return new FoundFact("category", category.Unit ?? category.Question ?? "", category.Path);
        }

        foreach (var rule in found.Accusation.Rules)
        {
            yield return new FoundFact("restriction", rule.Id, rule.Words);
        }

        yield return new FoundFact("class", found.Facts.Class.ToString(), "kanal");
        foreach (var (topic, rule) in found.Ranking.Topics.SelectMany(topic => topic.Rules.Select(rule => (topic, rule))))
        {
            yield return new FoundFact("topic", topic.Topic.Id, rule.Words);
        }
    }

    private static RoutingCandidate Candidate(RoutingCase found, ScoredTopic topic, int rank) => new(
        topic.Topic.Id,
        found.Knowledge.Units.FirstInForce(topic.Topic.Units, found.Day)?.Code ?? topic.Topic.Addressee,
        Math.Round(topic.Score, 2),
        [.. topic.Rules.Select(rule => rule.Id)],
        Why(found, topic, rank),
        found.Opinion is { } opinion ? Math.Round(opinion.Of(TopicLabels.Of(topic.Topic)), 2) : null);

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
