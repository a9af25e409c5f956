namespace Hub.Router.Routing.Evidence;

/// <summary>How one topic scored and by what.</summary>
internal sealed record ScoredTopic(RoutingTopic Topic, double Score, IReadOnlyList<ScoredRule> Rules)
{
    /// <summary>Topics of one unit stand together against the others; all that is not ours is one side.</summary>
    public string Family => Topic.IsOurs ? Topic.Units[0] : TopicRanking.NotOurs;
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
    public static TopicRanking Of(IEnumerable<ScoredTopic> scored)
    {
        var families = scored.GroupBy(topic => topic.Family)
            .Select(family => family.OrderByDescending(topic => topic.Score).ThenBy(topic => topic.Topic.Id, StringComparer.Ordinal).ToArray())
            .Select(family => (Topics: family, Score: family[0].Score + ((family[0].Topic.IsOurs ? Kinship : LooseKinship) * family.Skip(1).Sum(topic => topic.Score))))
            .OrderByDescending(family => family.Score)
            .ThenBy(family => family.Topics[0].Topic.Id, StringComparer.Ordinal)
            .ToArray();
        if (families.Length == 0)
        {
            return Nothing;
        }

        var next = families.Length > 1 ? families[1].Score : 0;
        return new([.. families.SelectMany(family => family.Topics)], families[0].Score, families[0].Score - next);
    }
}
