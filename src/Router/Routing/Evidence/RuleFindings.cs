namespace Hub.Router.Routing.Evidence;

/// <summary>What the rules alone say, whatever a model thinks of it.</summary>
internal sealed record RuleFindings(TopicRanking Ranking, JudgedAuthority Authority, RoutingThresholds Thresholds)
{
    public bool HasTopic => Ranking.BestScore >= Thresholds.Topic;

    public bool IsClear => HasTopic && Ranking.Lead >= Thresholds.Margin;

    public bool IsLocal => Authority.Authority is Routing.Authority.Local;
}
