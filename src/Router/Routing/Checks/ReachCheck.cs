using Hub.Router.Routing.Evidence;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing;

/// <summary>
/// Asks the scanner itself: a term must be found in a text that consists of it, and a topic must come out first in some text
/// made of its own words. What fails here is in the file and never decides anything.
/// </summary>
internal static class ReachCheck
{
    /// <summary>A word that no rule has: it keeps the phrases of a made-up text apart.</summary>
    private const string Apart = " xqzx ";

    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        var scanner = new TextScanner(new CompiledRules(knowledge));
        return Terms(knowledge).AsParallel().AsOrdered().Where(term => !IsFound(scanner, term))
            .Select(term => new KnowledgeFault(
                KnowledgeFile.Rules, term.Rule, $"term '{term.Words}' is never found, not even in a text of these words alone: a longer term or an abbreviation takes them.", "Write it as texts have it, or remove it."))
            .Concat(Losers(knowledge, scanner)).AsEnumerable();
    }

    private static IEnumerable<Term> Terms(RoutingKnowledge knowledge) =>
    [
        .. from topic in Enumerable.Range(0, knowledge.Topics.Count)
           from rule in Enumerable.Range(0, knowledge.Topics[topic].Rules.Count)
           from words in knowledge.Topics[topic].Rules[rule].Terms
           select new Term(RuleLayer.Topic, (topic, rule), knowledge.Topics[topic].Rules[rule].Id, words),
        .. Terms(RuleLayer.Local, knowledge.Authority.Local),
        .. Terms(RuleLayer.National, knowledge.Authority.National),
        .. Terms(RuleLayer.Accusation, knowledge.Restricted.Accusations),
    ];

    private static IEnumerable<Term> Terms(RuleLayer layer, IReadOnlyList<RoutingRule> rules) =>
        rules.SelectMany((rule, index) => rule.Terms.Select(words => new Term(layer, (index, 0), rule.Id, words)));

    /// <summary>An empty term is another fault.</summary>
    private static bool IsFound(TextScanner scanner, Term term)
    {
        var text = scanner.Scan(null, term.Words);
        return text.WordCount == 0 || text.Findings.Exists(finding => finding.Entry.Layer == term.Layer && (finding.Entry.Owner, finding.Entry.Rule) == term.Place);
    }

    private static ParallelQuery<KnowledgeFault> Losers(RoutingKnowledge knowledge, TextScanner scanner)
    {
        var scorer = new TopicScorer(knowledge);
        return knowledge.Topics.DistinctBy(topic => topic.Id).Where(topic => topic.Rules.Count > 0).AsParallel().AsOrdered()
            .Select(topic => (Topic: topic, Winner: Ahead(topic, Texts(topic, knowledge).Select(text => TopicRanking.Of(scorer.Score(scanner.Scan(null, text))).Best?.Topic).ToList())))
            .Where(lost => lost.Winner is not null)
            .Select(lost => new KnowledgeFault(
                KnowledgeFile.Rules, lost.Topic.Id, $"can never win: in every text of its own words '{lost.Winner}' is ahead; it is unreachable.", "Give it words or weights of its own, or remove the topic."));
    }

    /// <returns>Who comes out first where the topic itself never does; null when it does, or nobody does.</returns>
    private static string? Ahead(RoutingTopic topic, List<RoutingTopic?> best) => best.Contains(topic) || !best.OfType<RoutingTopic>().Any()
        ? null
        : best.OfType<RoutingTopic>().CountBy(other => other.Id).MaxBy(count => count.Value).Key;

    private static IEnumerable<string> Texts(RoutingTopic topic, RoutingKnowledge knowledge)
    {
        var alone = topic.Rules.SelectMany(rule => rule.Terms).ToList();
        var pairs = topic.Rules.Where(rule => rule.Near.Count == 2).SelectMany(rule => Pairs(rule, knowledge)).ToList();
        return [.. alone, .. pairs, string.Join(Apart, alone.Concat(pairs))];
    }

    private static IEnumerable<string> Pairs(RoutingRule rule, RoutingKnowledge knowledge) =>
        from first in Words(rule.Near[0], knowledge)
        from second in Words(rule.Near[1], knowledge).Take(3)
        select $"{first} {second}";

    private static IReadOnlyList<string> Words(string set, RoutingKnowledge knowledge) => knowledge.Words.FirstOrDefault(words => words.Name == set)?.Words ?? [];

    private sealed record Term(RuleLayer Layer, (int Owner, int Rule) Place, string Rule, string Words);
}
