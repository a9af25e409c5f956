using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing.Evidence;

/// <summary>The topics in the order of rules and model together.</summary>
internal static class OpinionRanking
{
    /// <summary>Rule id of a topic that the words of the text gave and no rule.</summary>
    public const string Rule = "model";

    /// <summary>Somebody else's, and no rule says whose.</summary>
    private static readonly RoutingTopic Elsewhere = new("bukan-urusan", "isi laporan", [], []);

    /// <summary>Id of the topic of reports that sound like an accusation without a word that accuses: a person looks first.</summary>
    public const string Accusing = "dugaan-penyimpangan";

    public static TopicRanking Of(TopicRanking found, ModelOpinion opinion, RoutingKnowledge knowledge)
    {
        var topics = ByChance(found.Topics, opinion);
        return topics is [var first, ..] && CanLead(first, opinion, knowledge)
            ? found with { Topics = topics }
            : found with { Topics = [Named(opinion, knowledge), .. topics] };
    }

    /// <summary>Topics of one chance stay in the order in which they scored.</summary>
    private static ScoredTopic[] ByChance(IReadOnlyList<ScoredTopic> scored, ModelOpinion opinion)
    {
        var (topics, chances) = (new ScoredTopic[scored.Count], new double[scored.Count]);
        for (var next = 0; next < topics.Length; next++)
        {
            var (chance, place) = (opinion.Of(scored[next].Label), next);
            for (; place > 0 && chances[place - 1] < chance; place--)
            {
                (topics[place], chances[place]) = (topics[place - 1], chances[place - 1]);
            }

            (topics[place], chances[place]) = (scored[next], chance);
        }

        return topics;
    }

    /// <summary>A stray word may back a unit that the model names; it may not name an outside addressee.</summary>
    private static bool CanLead(ScoredTopic topic, ModelOpinion opinion, RoutingKnowledge knowledge) =>
        topic.Label == opinion.Label && (topic.Topic.IsOurs || topic.Score >= knowledge.Thresholds.Topic);

    private static ScoredTopic Named(ModelOpinion opinion, RoutingKnowledge knowledge) =>
        new(Topic(opinion.Label, knowledge), 0, [new ScoredRule(Rule, 0, string.Join(", ", opinion.TopicReason.Spoken))]);

    private static RoutingTopic Topic(string label, RoutingKnowledge knowledge) => label switch
    {
        RoutingLabelNames.NotOurs => Elsewhere,
        _ when knowledge.Topics.FirstOrDefault(topic => TopicLabels.Of(topic) == label) is { } topic => topic,
        _ => new RoutingTopic(Accusing, "dugaan penyimpangan", knowledge.Restricted.Units, []),
    };
}
