namespace Hub.Router.Routing.Evidence;

/// <summary>The tally of one text: rule by rule, what it scored and on which words.</summary>
internal sealed class RuleMarks
{
    private readonly IReadOnlyList<RoutingTopic> topics;

    /// <summary>Rules are numbered through all topics: of each topic the number of its first, and of each rule its topic.</summary>
    private readonly int[] firstRule;
    private readonly int[] topicOf;

    private readonly Mark?[] marks;
    private readonly List<int> met = [];

    public RuleMarks(IReadOnlyList<RoutingTopic> topics)
    {
        this.topics = topics;
        topicOf = [.. topics.SelectMany((topic, index) => Enumerable.Repeat(index, topic.Rules.Count))];
        firstRule = [.. topics.Select((_, index) => topics.Take(index).Sum(topic => topic.Rules.Count))];
        marks = new Mark?[topicOf.Length];
    }

    /// <param name="beside">The words that stand near, where the rule asks for two.</param>
    public void Add(int topic, int rule, double factor, string words, string? beside = null)
    {
        var number = firstRule[topic] + rule;
        if (marks[number] is not { } mark)
        {
            met.Add(number);
            marks[number] = new Mark(factor, 0, words, beside);
        }
        else if (factor > mark.Best)
        {
            marks[number] = new Mark(factor, mark.Best, words, beside);
        }
        else
        {
            marks[number] = mark with { Second = Math.Max(mark.Second, factor) };
        }
    }

    /// <summary>What was marked, in the order of the topics and their rules; the tally is empty again.</summary>
    public List<ScoredTopic> Take()
    {
        met.Sort();
        var scored = new List<ScoredTopic>();
        for (var from = 0; from < met.Count; from += scored[^1].Rules.Count)
        {
            scored.Add(TakeTopic(from));
        }

        met.Clear();
        return scored;
    }

    private ScoredTopic TakeTopic(int from)
    {
        var (topic, to) = (topicOf[met[from]], from + 1);
        while (to < met.Count && topicOf[met[to]] == topic)
        {
            to++;
        }

        var (rules, score) = (new ScoredRule[to - from], 0.0);
        for (var at = 0; at < rules.Length; at++)
        {
            var number = met[from + at];
            rules[at] = ToRule(topics[topic].Rules[number - firstRule[topic]], marks[number]!.Value);
            score += rules[at].Score;
            marks[number] = null;
        }

        return new ScoredTopic(topics[topic], score, rules);
    }

    private static ScoredRule ToRule(RoutingRule rule, Mark mark) =>
        new(rule.Id, Math.Round(rule.Weight * (mark.Best + (mark.Second / 2)), 3), mark.Beside is null ? mark.Words : $"{mark.Words} ~ {mark.Beside}");

    private readonly record struct Mark(double Best, double Second, string Words, string? Beside);
}
