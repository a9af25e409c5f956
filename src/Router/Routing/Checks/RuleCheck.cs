namespace Hub.Router.Routing;

/// <summary>Each rule must have its own id and a chance to match.</summary>
internal static class RuleCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        var rules = AllRules(knowledge).ToArray();
        return Duplicates(rules)
            .Concat(rules.SelectMany(rule => OfOne(rule, knowledge)))
            .Concat(knowledge.Topics.GroupBy(topic => topic.Id).Where(group => group.Count() > 1).Select(group => Fault(group.Key, "topic id is used twice.", "Give each topic its own id.")))
            .Concat(knowledge.Topics.Where(topic => topic.Rules.Count == 0).Select(topic => Fault(topic.Id, "topic has no rules and can never win.", "Add a rule or remove the topic.")))
            .Concat(knowledge.Topics.SelectMany(topic => TooWeak(topic, knowledge)));
    }

    public static IEnumerable<RoutingRule> AllRules(RoutingKnowledge knowledge) =>
        knowledge.Topics.SelectMany(topic => topic.Rules)
            .Concat(knowledge.Authority.Local)
            .Concat(knowledge.Authority.National)
            .Concat(knowledge.Restricted.Accusations);

    private static IEnumerable<KnowledgeFault> Duplicates(IEnumerable<RoutingRule> rules) =>
        rules.GroupBy(rule => rule.Id).Where(group => group.Count() > 1).Select(group => Fault(group.Key, "rule id is used twice.", "Give each rule its own id."));

    private static IEnumerable<KnowledgeFault> OfOne(RoutingRule rule, RoutingKnowledge knowledge)
    {
        if (rule.Weight <= 0)
        {
            yield return Fault(rule.Id, $"weight {rule.Weight} never counts.", "Give a weight above 0.");
        }

        if (rule.Terms.Count == 0 && rule.Near.Count == 0)
        {
            yield return Fault(rule.Id, "has neither terms nor near and never matches.", "Add terms, or name two word sets in near.");
        }

        if (rule.Near.Count is not (0 or 2) || (rule.Near.Count == 2 && rule.Within < 1))
        {
            yield return Fault(rule.Id, "near needs two word sets and within of at least 1; it never matches.", "Name two sets of 'words' and a distance.");
        }

        foreach (var set in rule.Near.Where(name => knowledge.Words.All(words => words.Name != name)))
        {
            yield return Fault(rule.Id, $"near names the word set '{set}', which does not exist; it never matches.", "Add the set under 'words' or correct the name.");
        }
    }

    /// <summary>Even with every rule matched twice in the opening words the topic stays below the threshold.</summary>
    private static IEnumerable<KnowledgeFault> TooWeak(RoutingTopic topic, RoutingKnowledge knowledge)
    {
        var most = topic.Rules.Sum(rule => rule.Weight) * knowledge.Thresholds.HeadFactor * 1.5;
        if (topic.Rules.Count > 0 && most < knowledge.Thresholds.Topic)
        {
            yield return Fault(topic.Id, $"can reach {most:0.##} at most, below the threshold {knowledge.Thresholds.Topic:0.##}; it is unreachable.", "Raise its weights or lower the threshold.");
        }
    }

    private static KnowledgeFault Fault(string entry, string problem, string remedy) => new(KnowledgeFile.Rules, entry, problem, remedy);
}
