using System.Collections.Frozen;
using Hub.Router.Routing.Learning;
using Hub.Router.Routing.Places;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Evidence;

/// <summary>Gathers the evidence of one report; decides nothing.</summary>
internal sealed class CaseReader(RoutingKnowledge knowledge)
{
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    private readonly CompiledRules rules = new(knowledge);
    private readonly TopicScorer scorer = new(knowledge);
    private readonly AuthorityJudge judge = new(knowledge);
    private readonly TextOpinions? opinions = knowledge.Model is { } model ? new TextOpinions(knowledge, model) : null;
    private readonly FrozenDictionary<string, CategoryRule> categories = knowledge.Categories
        .DistinctBy(category => CategoryName.Of(category.Path))
        .ToFrozenDictionary(category => CategoryName.Of(category.Path), StringComparer.Ordinal);

    private TextScanner Scanner => field ??= new TextScanner(rules);

    private PlaceFinder Places => field ??= new PlaceFinder(knowledge, rules, Scanner);

    public RoutingCase Read(ReportFacts facts)
    {
        var text = Scanner.Scan(facts.Title, facts.Text, facts);
        var day = DateOnly.FromDateTime(facts.ReceivedAt.ToOffset(Jakarta).DateTime);
        var place = Places.Find(facts.Place, text);
        var (asset, river) = Assets(text, place, day);
        var category = Category(facts);
        var scored = scorer.Score(text, facts);
        var spoken = category is null ? 0 : TopicRanking.Of(scored).BestScore;
        TopicBoost.ForAsset(scored, knowledge, asset);
        TopicBoost.ForCategory(scored, knowledge, category);
        var ranking = TopicRanking.Of(scored);
        var byRules = new RuleFindings(ranking, judge.Judge(text, ranking.Best, asset?.Asset), knowledge.Thresholds);
        var opinion = opinions?.Ask(facts, byRules, asset?.Asset);

        return new RoutingCase
        {
            Knowledge = knowledge,
            Facts = facts,
            Day = day,
            Text = text,
            Ranking = opinion is null ? ranking : OpinionRanking.Of(ranking, opinion, knowledge),
            ByRules = byRules,
            Opinion = opinion,
            SpokenScore = spoken,
            Category = category,
            Asset = asset,
            River = river,
            Authority = opinion is null ? byRules.Authority : With(byRules.Authority, opinion),
            Place = Places.With(place, asset ?? river),
            Post = KilometrePost.Find(facts.Title) ?? KilometrePost.Find(facts.Text),
            Accusation = Accused(text),
        };
    }

    private CategoryRule? Category(ReportFacts facts) => facts.Category is null ? null : categories.GetValueOrDefault(CategoryName.Of(facts.Category));

    /// <summary>A moderator's word stands, and what names the ministry's own is overruled by other evidence only, never by a feeling that there is none.</summary>
    private static JudgedAuthority With(JudgedAuthority byRules, ModelOpinion opinion) =>
        byRules.IsDecisive || (byRules.Authority is Authority.National && opinion.Authority is Authority.Unknown) ? byRules : byRules with { Authority = opinion.Authority };

    /// <summary>The first that is named, and the first river.</summary>
    private (FoundAsset? Asset, FoundAsset? River) Assets(ScannedText text, ResolvedPlace place, DateOnly day)
    {
        var (named, river) = ((FoundAsset?)null, (FoundAsset?)null);
        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer is RuleLayer.Asset && knowledge.Assets[finding.Entry.Owner] is var asset && asset.MeansOn(day) && CountsHere(asset, finding, place))
            {
                var found = new FoundAsset(asset, finding.Entry.Phrase);
                (named, river) = asset.Kind is AssetKind.River ? (named, river ?? found) : (named ?? found, river);
            }
        }

        return (named, river);
    }

    /// <summary>"Di bawah tol Waru" is scenery, a street name counts only where that street is the ministry's, and a dam of that name in another province is another dam.</summary>
    private static bool CountsHere(NamedAsset asset, Finding finding, ResolvedPlace place) =>
        (!finding.AfterLandmark || asset.Kind is AssetKind.River)
        && (asset.Regency is null || asset.Regency == place.Regency?.FullName)
        && (asset.Province is null || place.Province is null || asset.Province == place.Province.Name);

    private Accusation Accused(ScannedText text)
    {
        List<ScoredRule> matched = [];
        var (weight, locals) = (0.0, false);
        foreach (var finding in text.Findings)
        {
            locals |= finding.Entry.Layer is RuleLayer.LocalAccused;
            if (finding.Entry.Layer is RuleLayer.Accusation && knowledge.Restricted.Accusations[finding.Entry.Owner] is var rule && !Has(matched, rule))
            {
                matched.Add(new ScoredRule(rule.Id, rule.Weight, finding.Entry.Phrase));
                weight += rule.Weight;
            }
        }

        return new(weight, locals, matched);
    }

    private static bool Has(List<ScoredRule> matched, RoutingRule rule) => matched.Exists(earlier => earlier.Id == rule.Id);
}
