namespace Hub.Router.Routing.Evidence;

/// <summary>What a named asset and the channel's category add to the topics. Neither makes a topic of its own where none of its unit exists.</summary>
internal static class TopicBoost
{
    public static void ForAsset(List<ScoredTopic> scored, RoutingKnowledge knowledge, FoundAsset? found)
    {
        if (found is not null && TopicOf(found, knowledge) is { } topic)
        {
            Add(scored, topic, new ScoredRule("aset", knowledge.Thresholds.Asset, found.Words));
        }
    }

    public static void ForCategory(List<ScoredTopic> scored, RoutingKnowledge knowledge, CategoryRule? category)
    {
        if (category?.Unit is { } unit && TopicOf(unit, scored, knowledge) is { } topic)
        {
            Add(scored, topic, new ScoredRule("kategori", knowledge.Thresholds.Category, category.Path));
        }
    }

    private static RoutingTopic? TopicOf(FoundAsset found, RoutingKnowledge knowledge) => knowledge.Topics.FirstOrDefault(topic => topic.Id == found.Asset.Topic);

    private static RoutingTopic? TopicOf(string unit, List<ScoredTopic> scored, RoutingKnowledge knowledge) =>
        scored.Where(topic => Has(topic.Topic, unit)).MaxBy(topic => topic.Score)?.Topic ?? knowledge.Topics.FirstOrDefault(topic => Has(topic, unit));

    private static bool Has(RoutingTopic topic, string unit) =>
        topic.Units.Contains(unit) || (!topic.IsOurs && (topic.Addressee == unit || (topic.Addressee == RoutingTopic.RegionalGovernment && Regional.Is(unit))));

    private static void Add(List<ScoredTopic> scored, RoutingTopic topic, ScoredRule rule)
    {
        var index = scored.FindIndex(other => other.Topic == topic);
        if (index < 0)
        {
            scored.Add(new ScoredTopic(topic, rule.Score, [rule]));
        }
        else
        {
            scored[index] = scored[index] with { Score = scored[index].Score + rule.Score, Rules = [.. scored[index].Rules, rule] };
        }
    }
}
