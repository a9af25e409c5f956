namespace Hub.Router.Routing.Evidence;

/// <summary>The tally of one text: rule by rule, what it scored and on which words.</summary>
internal sealed class RuleMarks(IReadOnlyList<RoutingTopic> topics)
{
    private readonly Dictionary<(int Topic, int Rule), Mark> marks = [];

    public void Add(int topic, int rule, double factor, string words)
    {
        if (!marks.TryGetValue((topic, rule), out var mark))
        {
            marks.Add((topic, rule), new Mark(factor, 0, words));
        }
        else if (factor > mark.Best)
        {
            marks[(topic, rule)] = new Mark(factor, mark.Best, words);
        }
        else
        {
            marks[(topic, rule)] = mark with { Second = Math.Max(mark.Second, factor) };
        }
    }

    public List<ScoredTopic> ToTopics() =>
    [
        .. marks.GroupBy(mark => mark.Key.Topic)
            .OrderBy(group => group.Key)
            .Select(group => ToTopic(topics[group.Key], group.OrderBy(mark => mark.Key.Rule))),
    ];

    private static ScoredTopic ToTopic(RoutingTopic topic, IEnumerable<KeyValuePair<(int Topic, int Rule), Mark>> marks)
    {
        List<ScoredRule> rules = [.. marks.Select(mark => ToRule(topic.Rules[mark.Key.Rule], mark.Value))];
        return new ScoredTopic(topic, rules.Sum(rule => rule.Score), rules);
    }

    private static ScoredRule ToRule(RoutingRule rule, Mark mark) =>
        new(rule.Id, Math.Round(rule.Weight * (mark.Best + (mark.Second / 2)), 3), mark.Words);

    private readonly record struct Mark(double Best, double Second, string Words);
}
