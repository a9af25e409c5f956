using Hub.Router.Routing.Learning;

namespace Hub.Router.Routing;

/// <summary>What the model may answer must be something that the rules know what to do with.</summary>
internal static class ModelCheck
{
    public static IEnumerable<KnowledgeFault> Run(RoutingKnowledge knowledge)
    {
        if (knowledge.Thresholds is { Automatic: var automatic, Suggest: var suggest } && suggest > automatic)
        {
            yield return new(KnowledgeFile.Rules, "thresholds.suggest", $"{suggest} is above thresholds.automatic {automatic}.", "What needs no person needs no suggestion either: give a number up to automatic.");
        }

        var labels = TopicLabels.All(knowledge);
        foreach (var label in knowledge.Model?.Weights.Labels.Where(label => !labels.Contains(label)) ?? [])
        {
            yield return new(KnowledgeFile.Model, label, "no topic of routing.yaml has this label.", "Add the topic, or train the model anew with hub routing train.");
        }
    }
}
