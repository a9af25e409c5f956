using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing.Evidence;

/// <summary>How one topic scored and by what.</summary>
internal sealed record ScoredTopic(RoutingTopic Topic, double Score, IReadOnlyList<ScoredRule> Rules)
{
    /// <summary>Topics of one unit stand together against the others; all that is not ours is one side.</summary>
    public string Family => Topic.IsOurs ? Topic.Units[0] : TopicRanking.NotOurs;

    /// <summary>What the model calls it; null where it has no name for it.</summary>
    public string? Label { get; } = TopicLabels.Of(Topic);
}

internal sealed record ScoredRule(string Id, double Score, string Words);

/// <summary>All topics that scored, best family first.</summary>
/// <param name="Lead">By how much the best family is ahead of the next.</param>
internal sealed record TopicRanking(IReadOnlyList<ScoredTopic> Topics, double BestScore, double Lead)
{
    public const string NotOurs = "NOT_OURS";

    private const double Kinship = 0.4;
    private const double LooseKinship = 0.2;

    public static readonly TopicRanking Nothing = new([], 0, 0);

    public ScoredTopic? Best => Topics.Count > 0 ? Topics[0] : null;

    /// <summary>The lesser topics of a unit back its best one; those of others hardly do, since they have little in common.</summary>
    public static TopicRanking Of(IReadOnlyCollection<ScoredTopic> scored)
    {
        if (scored.Count == 0)
        {
            return Nothing;
        }

        ScoredTopic[] best = [.. scored];
        Array.Sort(best, static (one, other) => Compare(one.Score, one, other.Score, other));
        var families = Families(best);
        families.Sort(static (one, other) => Compare(one.Score, one.First, other.Score, other.First));
        var topics = new List<ScoredTopic>(best.Length);
        foreach (var family in families)
        {
            foreach (var topic in best)
            {
                if (topic.Family == family.Name)
                {
                    topics.Add(topic);
                }
            }
        }

        return new(topics, families[0].Score, families[0].Score - (families.Count > 1 ? families[1].Score : 0));
    }

    /// <param name="best">Those that scored, best first.</param>
    private static List<Family> Families(ScoredTopic[] best)
    {
        var families = new List<Family>(best.Length);
        foreach (var topic in best)
        {
            var index = 0;
            while (index < families.Count && families[index].Name != topic.Family)
            {
                index++;
            }

            if (index == families.Count)
            {
                families.Add(new Family(topic.Family, topic, 0));
            }
            else
            {
                families[index] = families[index] with { Others = families[index].Others + topic.Score };
            }
        }

        return families;
    }

    /// <summary>The higher score first, and of equal ones the first by name.</summary>
    private static int Compare(double one, ScoredTopic ofOne, double other, ScoredTopic ofOther) =>
        other.CompareTo(one) is var order and not 0 ? order : string.CompareOrdinal(ofOne.Topic.Id, ofOther.Topic.Id);

    /// <param name="Others">What the lesser topics scored together.</param>
    private readonly record struct Family(string Name, ScoredTopic First, double Others)
    {
        public double Score => First.Score + ((First.Topic.IsOurs ? Kinship : LooseKinship) * Others);
    }
}
