using Hub.Router.Routing.Learning;
using Hub.Router.Routing.Places;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Evidence;

/// <summary>What was found about one report, before anything is decided.</summary>
internal sealed record RoutingCase
{
    public required RoutingKnowledge Knowledge { get; init; }

    public required ReportFacts Facts { get; init; }

    /// <summary>The day in Jakarta, where the channel desks are (DOMAIN 7.2).</summary>
    public required DateOnly Day { get; init; }

    public required ScannedText Text { get; init; }

    /// <summary>With what category and named asset add, and in the order of the model where there is one.</summary>
    public required TopicRanking Ranking { get; init; }

    /// <summary>The same without the model; hard rules look at nothing else.</summary>
    public required RuleFindings ByRules { get; init; }

    /// <summary>Null without a model, and where it has nothing to say.</summary>
    public ModelOpinion? Opinion { get; init; }

    /// <summary>Best score of the citizen's words alone; counted where there is a category, since nothing else asks for it.</summary>
    public required double SpokenScore { get; init; }

    public required CategoryRule? Category { get; init; }

    /// <summary>Dam, toll road, national road or office; decides together with its topic.</summary>
    public required FoundAsset? Asset { get; init; }

    /// <summary>A river, which only names the office.</summary>
    public required FoundAsset? River { get; init; }

    public required JudgedAuthority Authority { get; init; }

    public required ResolvedPlace Place { get; init; }

    /// <summary>"KM 12+500", where the text names one.</summary>
    public string? Post { get; init; }

    public required Accusation Accusation { get; init; }

    public bool HasTopic => Opinion is not null || ByRules.HasTopic;

    /// <summary>With a model the chance of the whole answer is weighed at the end instead.</summary>
    public bool IsClear => Opinion is not null || ByRules.IsClear;

    public bool IsLocal => Authority.Authority is Routing.Authority.Local;

    /// <summary>0.5 where the best is level with the next, towards 0.95 with its lead.</summary>
    public double Clarity => Math.Round(Math.Min(0.95, 0.5 + (0.45 * Ranking.Lead / (Ranking.Lead + 2))), 2);
}

internal sealed record FoundAsset(NamedAsset Asset, string Words);

/// <param name="Weight">Of the accusing words.</param>
/// <param name="AgainstLocals">The accused is not of the ministry.</param>
internal sealed record Accusation(double Weight, bool AgainstLocals, IReadOnlyList<ScoredRule> Rules);
