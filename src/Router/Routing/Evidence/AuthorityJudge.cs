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
        var local = Matched(text, RuleLayer.Local, knowledge.Authority.Local);
        var national = Matched(text, RuleLayer.National, knowledge.Authority.National);
        var localWeight = local.Sum(match => match.Rule.Weight) + (topic?.Topic.LocalWeight ?? 0);
        var nationalWeight = national.Sum(match => match.Rule.Weight) + (asset is null ? 0 : knowledge.Thresholds.National);
        var level = local.Where(match => match.Rule.Level is not null).OrderByDescending(match => match.Rule.Weight).FirstOrDefault().Rule?.Level;
        var strongest = local.Count == 0 ? 0 : local.Max(match => match.Rule.Weight);
        return new(Decide(localWeight, nationalWeight, strongest), localWeight, nationalWeight, level, [.. local.Concat(national).Select(match => new ScoredRule(match.Rule.Id, match.Rule.Weight, match.Words))])
        {
            IsDecisive = strongest >= knowledge.Thresholds.Decisive,
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
    private static List<(RoutingRule Rule, string Words)> Matched(ScannedText text, RuleLayer layer, IReadOnlyList<RoutingRule> rules)
    {
        var matched = new List<(RoutingRule, string)>();
        var seen = new HashSet<int>();
        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer == layer && !finding.AfterLandmark && seen.Add(finding.Entry.Owner))
            {
                matched.Add((rules[finding.Entry.Owner], finding.Entry.Phrase));
            }
        }

        return matched;
    }
}
