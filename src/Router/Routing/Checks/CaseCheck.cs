using Hub.Contracts.Reports;

namespace Hub.Router.Routing;

/// <summary>The cases beside the rules: each short text must still be read as its row says.</summary>
internal static class CaseCheck
{
    /// <summary>Noon in Jakarta on a working day under the present ministries.</summary>
    private static readonly DateTimeOffset Day = new(2025, 6, 2, 12, 0, 0, TimeSpan.FromHours(7));

    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        if (knowledge.Cases.Count == 0)
        {
            return [];
        }

        // A model that was trained anew is no reason to refuse the rules.
        var engine = new RoutingEngine(knowledge with { Model = null });
        var topics = knowledge.Topics.Select(topic => topic.Id).ToHashSet(StringComparer.Ordinal);
        return knowledge.Cases.AsParallel().AsOrdered().Select(row => Of(row, engine, topics)).OfType<KnowledgeFault>();
    }

    private static KnowledgeFault? Of(RuleCase row, RoutingEngine engine, HashSet<string> topics)
    {
        if (row.Topic is not (null or RuleCase.NoTopic) && !topics.Contains(row.Topic))
        {
            return Fault(row, $"topic '{row.Topic}' is not in routing.yaml.", "Add the topic or correct its id.");
        }

        var place = row.Place is null ? null : new ReportPlace(row.Place);
        var told = engine.Decide(new ReportFacts("routing-cases", Day, null, row.Text, null, ReportClass.Unclassified, new Sensitivity(false, false), place)).Explanation;
        return IsAsSaid(row, told) ? null : Fault(row, $"is read as {told.Topic ?? RuleCase.NoTopic}, {told.Authority}; it should be {row.Topic ?? "any topic"}, {Named(row.Authority)}.", $"Correct the rules that spoke ({Spoke(told)}), or the case.");
    }

    private static bool IsAsSaid(RuleCase row, RoutingExplanation told) =>
        (row.Topic is null || row.Topic == (told.Topic ?? RuleCase.NoTopic)) && (row.Authority is null || row.Authority == told.Authority);

    private static string Named(Authority? authority) => authority?.ToString() ?? "any authority";

    private static string Spoke(RoutingExplanation told) =>
        string.Join(", ", told.Candidates.Take(2).SelectMany(candidate => candidate.Rules).Concat(told.Facts.Where(fact => fact.Kind is "authority").Select(fact => fact.Value)));

    private static KnowledgeFault Fault(RuleCase row, string problem, string remedy) => new(KnowledgeFile.Cases, $"line {row.Line}", problem, remedy);
}
