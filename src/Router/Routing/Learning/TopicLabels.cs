namespace Hub.Router.Routing.Learning;

/// <summary>The label name of a topic, whatever the day: the first of its units that has one.</summary>
internal static class TopicLabels
{
    private const string Housing = "PERUMAHAN";

    /// <returns>Null for a topic of the ministry that labelled files have no name for.</returns>
    public static string? Of(RoutingTopic topic)
    {
        if (!topic.IsOurs)
        {
            return RoutingLabelNames.NotOurs;
        }

        return Of(topic.Units) ?? (topic.Housing ? Housing : null);
    }

    /// <summary>The label of what is for the inspectors.</summary>
    public static string? Restricted(RoutingKnowledge knowledge) => Of(knowledge.Restricted.Units);

    /// <summary>All labels that an answer can have, in a fixed order.</summary>
    public static IReadOnlyList<string> All(RoutingKnowledge knowledge) =>
        [.. knowledge.Topics.Select(Of).Append(Restricted(knowledge)).OfType<string>().Append(RoutingLabelNames.NotOurs).Distinct().Order(StringComparer.Ordinal)];

    private static string? Of(IReadOnlyList<string> units)
    {
        string? label = null;
        for (var unit = 0; unit < units.Count && label is null; unit++)
        {
            label = RoutingLabelNames.Short(units[unit]);
        }

        return label;
    }
}
