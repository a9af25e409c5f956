using System.Collections.Frozen;
using Hub.Router.Routing.Learning;
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
        var text = Scanner.Scan(facts.Title, facts.Text);
        var place = Places.Find(facts.Place, text);
        var assets = Assets(text, place);
        var asset = assets.FirstOrDefault(found => found.Asset.Kind is not AssetKind.River);
        var category = facts.Category is null ? null : categories.GetValueOrDefault(CategoryName.Of(facts.Category));

        var scored = scorer.Score(text);
        var spoken = TopicRanking.Of(scored).BestScore;
        TopicBoost.ForAsset(scored, knowledge, asset);
        TopicBoost.ForCategory(scored, knowledge, category);
        var ranking = TopicRanking.Of(scored);
        var byRules = new RuleFindings(ranking, judge.Judge(text, ranking.Best, asset?.Asset), knowledge.Thresholds);
        var opinion = opinions?.Ask(facts, byRules, asset?.Asset);

        return new RoutingCase
        {
            Knowledge = knowledge,
            Facts = facts,
            Day = DateOnly.FromDateTime(facts.ReceivedAt.ToOffset(Jakarta).DateTime),
            Text = text,
            Ranking = opinion is null ? ranking : OpinionRanking.Of(ranking, opinion, knowledge),
            ByRules = byRules,
            Opinion = opinion,
            SpokenScore = spoken,
            Category = category,
            Asset = asset,
            River = assets.FirstOrDefault(found => found.Asset.Kind is AssetKind.River),
            Authority = opinion is null || byRules.Authority.IsDecisive ? byRules.Authority : byRules.Authority with { Authority = opinion.Authority },
            Place = place,
            Accusation = Accused(text),
        };
    }

    private List<FoundAsset> Assets(ScannedText text, ResolvedPlace place)
    {
        var found = new List<FoundAsset>();
        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer is RuleLayer.Asset && knowledge.Assets[finding.Entry.Owner] is var asset && CountsHere(asset, finding, place))
            {
                found.Add(new FoundAsset(asset, finding.Entry.Phrase));
            }
        }

        return found;
    }

    /// <summary>"Di bawah tol Waru" is scenery, and a street name counts only where that street is the ministry's.</summary>
    private static bool CountsHere(NamedAsset asset, Finding finding, ResolvedPlace place) =>
        (!finding.AfterLandmark || asset.Kind is AssetKind.River) && (asset.Regency is null || asset.Regency == place.Regency?.FullName);

    private Accusation Accused(ScannedText text)
    {
        List<ScoredRule> matched = [];
        var locals = false;
        foreach (var finding in text.Findings)
        {
            locals |= finding.Entry.Layer is RuleLayer.LocalAccused;
            if (finding.Entry.Layer is RuleLayer.Accusation && knowledge.Restricted.Accusations[finding.Entry.Owner] is var rule && matched.TrueForAll(earlier => earlier.Id != rule.Id))
            {
                matched.Add(new ScoredRule(rule.Id, rule.Weight, finding.Entry.Phrase));
            }
        }

        return new(matched.Sum(rule => rule.Score), locals, matched);
    }
}
