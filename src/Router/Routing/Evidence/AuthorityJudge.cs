using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Evidence;

/// <param name="Level">kabupaten, kota or provinsi, where the strongest local words tell.</param>
internal sealed record JudgedAuthority(Authority Authority, double Local, double National, string? Level, IReadOnlyList<ScoredRule> Rules)
{
    /// <summary>A moderator has said so; nothing else is asked.</summary>
    public bool IsDecisive { get; init; }
}

/// <summary>Weighs what the text says about whose it is. Each rule counts once; a moderator's word beats a road's name.</summary>
internal sealed class AuthorityJudge(RoutingKnowledge knowledge)
{
    public JudgedAuthority Judge(ScannedText text, ScoredTopic? topic, NamedAsset? asset)
    {
        List<ScoredRule> rules = [];
        var local = Add(text, RuleLayer.Local, knowledge.Authority.Local, rules);
        var national = Add(text, RuleLayer.National, knowledge.Authority.National, rules);
        var localWeight = local.Weight + (topic?.Topic.LocalWeight ?? 0);
        var nationalWeight = national.Weight + (asset is null ? 0 : knowledge.Thresholds.National);
        return new(Decide(localWeight, nationalWeight, local.Strongest), localWeight, nationalWeight, local.Level, rules)
        {
            IsDecisive = local.Strongest >= knowledge.Thresholds.Decisive,
        };
    }

    private Authority Decide(double local, double national, double strongest)
    {
        var thresholds = knowledge.Thresholds;
        if (strongest >= thresholds.Decisive)
        {
            return Authority.Local;
        }

        if (national >= thresholds.National)
        {
            return Authority.National;
        }

        return local >= thresholds.Local ? Authority.Local : Authority.Unknown;
    }

    /// <summary>"Dekat kantor bupati" names a place, not an owner.</summary>
    private static Side Add(ScannedText text, RuleLayer layer, IReadOnlyList<RoutingRule> rules, List<ScoredRule> matched)
    {
        var side = new Side(0, 0, null, double.NegativeInfinity);
        var earlier = matched.Count;
        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer == layer && !finding.AfterLandmark && rules[finding.Entry.Owner] is var rule && !Has(matched, rule, earlier))
            {
                side = side.With(rule, matched.Count == earlier);
                matched.Add(new ScoredRule(rule.Id, rule.Weight, finding.Entry.Phrase));
            }
        }

        return side;
    }

    private static bool Has(List<ScoredRule> matched, RoutingRule rule, int from)
    {
        while (from < matched.Count && matched[from].Id != rule.Id)
        {
            from++;
        }

        return from < matched.Count;
    }

    /// <param name="Level">Of the strongest rule that tells one.</param>
    private readonly record struct Side(double Weight, double Strongest, string? Level, double LevelWeight)
    {
        public Side With(RoutingRule rule, bool isFirst) => new(
            Weight + rule.Weight,
            isFirst ? rule.Weight : Math.Max(Strongest, rule.Weight),
            Tells(rule) ? rule.Level : Level,
            Tells(rule) ? rule.Weight : LevelWeight);

        private bool Tells(RoutingRule rule) => rule.Level is not null && rule.Weight > LevelWeight;
    }
}
