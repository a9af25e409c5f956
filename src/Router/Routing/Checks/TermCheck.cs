using System.Globalization;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing;

/// <summary>Terms are compared as the scanner reads them, so "Jl. Rusak" and "jalan rusak" are the same term.</summary>
internal static class TermCheck
{
    /// <summary>A rule of this weight decides nothing: it only keeps shorter words inside its own from being read.</summary>
    private const double Slightest = 0.01;

    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        var vocabulary = new Vocabulary();
        foreach (var abbreviation in knowledge.Abbreviations)
        {
            vocabulary.Abbreviate(abbreviation.ShortForm, abbreviation.Expansion);
        }

        var terms = Terms(knowledge).Select(term => term with { Read = string.Join(' ', vocabulary.Compile(term.Written)) }).ToArray();
        return Empty(terms).Concat(Repeated(terms)).Concat(Overlapping(terms)).Concat(Contradicting(terms))
            .Concat(Assets(knowledge, vocabulary)).Concat(Abbreviations(knowledge)).Concat(Everyday(knowledge, vocabulary, terms));
    }

    private static IEnumerable<Term> Terms(RoutingKnowledge knowledge) =>
    [
        .. knowledge.Topics.SelectMany(topic => topic.Rules.SelectMany(rule => rule.Terms.Select(term => new Term(topic.Id, rule.Id, rule.Weight, term) { When = rule.When }))),
        .. knowledge.Authority.Local.SelectMany(rule => rule.Terms.Select(term => new Term("authority.local", rule.Id, rule.Weight, term) { When = rule.When })),
        .. knowledge.Authority.National.SelectMany(rule => rule.Terms.Select(term => new Term("authority.national", rule.Id, rule.Weight, term) { When = rule.When })),
        .. knowledge.Restricted.Accusations.SelectMany(rule => rule.Terms.Select(term => new Term("restricted", rule.Id, rule.Weight, term) { When = rule.When })),
        .. knowledge.Words.SelectMany(set => set.Words.Select(word => new Term($"words.{set.Name}", $"words.{set.Name}", 0, word))),
    ];

    private static IEnumerable<KnowledgeFault> Empty(Term[] terms) =>
        terms.Where(term => term.Read.Length == 0).Select(term => Fault(term.Rule, $"term '{term.Written}' is empty once it is read.", "Write letters or digits, or remove it."));

    private static IEnumerable<KnowledgeFault> Repeated(Term[] terms) =>
        terms.Where(term => term.Read.Length > 0)
            .GroupBy(term => (term.Group, term.Read, term.When))
            .Where(group => group.Count() > 1)
            .Select(group => Fault(group.First().Rule, $"term '{group.Last().Written}' stands twice in '{group.Key.Group}' (also as '{group.First().Written}').", "Keep one of them."));

    private static IEnumerable<KnowledgeFault> Overlapping(Term[] terms) =>
        terms.Where(term => term.Read.Length > 0 && term.Weight > 0 && !term.Group.StartsWith("authority", StringComparison.Ordinal) && term.Group is not "restricted")
            .GroupBy(term => (term.Read, term.Weight, term.When))
            .Where(group => group.Select(term => term.Group).Distinct().Count() > 1)
            .Select(group => Fault(
                group.First().Rule,
                $"term '{group.First().Written}' speaks for {string.Join(" and ", group.Select(term => $"'{term.Group}'").Distinct())} with the same weight {group.Key.Weight.ToString(CultureInfo.InvariantCulture)}.",
                "Leave it to one topic or give different weights."));

    private static IEnumerable<KnowledgeFault> Contradicting(Term[] terms) =>
        terms.Where(term => term.Read.Length > 0 && term.Weight > Slightest && term.Group.StartsWith("authority", StringComparison.Ordinal))
            .GroupBy(term => (term.Read, term.When))
            .Where(group => group.Select(term => term.Group).Distinct().Count() > 1)
            .Select(group => Fault(group.First().Rule, $"term '{group.First().Written}' speaks for local and for national authority.", "Leave it to one of them."));

    private static IEnumerable<KnowledgeFault> Assets(RoutingKnowledge knowledge, Vocabulary vocabulary) =>
        knowledge.Assets.Where(asset => asset.Aliases.Count == 0 || asset.Aliases.Any(alias => vocabulary.Compile(alias).Length == 0))
            .Select(asset => new KnowledgeFault(FileOf(asset.Kind), asset.Name, "has no name to look for.", "Write the name as people use it."));

    private static IEnumerable<KnowledgeFault> Abbreviations(RoutingKnowledge knowledge) =>
        knowledge.Abbreviations.GroupBy(abbreviation => abbreviation.ShortForm)
            .Where(group => group.Count() > 1)
            .Select(group => new KnowledgeFault(group.Last().Language is null ? KnowledgeFile.Abbreviations : KnowledgeFile.Dialects, group.Key, group.Select(abbreviation => abbreviation.Language is null).Distinct().Count() > 1 ? "stands in abbreviations.csv as well." : "stands twice.", "Keep one expansion."));

    /// <summary>A word cannot be both read by a rule and left alone.</summary>
    private static IEnumerable<KnowledgeFault> Everyday(RoutingKnowledge knowledge, Vocabulary vocabulary, Term[] terms)
    {
        var read = terms.Select(term => term.Read).ToHashSet(StringComparer.Ordinal);
        return knowledge.Everyday.GroupBy(word => word).SelectMany(words => words.Count() > 1 || read.Contains(string.Join(' ', vocabulary.Compile(words.Key)))
            ? [Fault($"everyday {words.Key}", words.Count() > 1 ? "stands twice." : "is a term of a rule as well.", "Keep it in one place.")]
            : Array.Empty<KnowledgeFault>());
    }

    internal static string FileOf(AssetKind kind) => kind switch
    {
        AssetKind.Toll => KnowledgeFile.Tolls,
        AssetKind.Dam => KnowledgeFile.Dams,
        AssetKind.NationalRoad => KnowledgeFile.Roads,
        AssetKind.River => KnowledgeFile.Rivers,
        _ => KnowledgeFile.Units,
    };

    private static KnowledgeFault Fault(string entry, string problem, string remedy) => new(KnowledgeFile.Rules, entry, problem, remedy);

    private sealed record Term(string Group, string Rule, double Weight, string Written, string Read = "")
    {
        /// <summary>The same term may speak otherwise at another time: only one and the same condition is compared.</summary>
        public RuleCondition? When { get; init; }
    }
}
