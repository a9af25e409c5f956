using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Thresholds by name; one that is left out keeps its default, one that nobody knows is a fault.</summary>
internal static class ThresholdEntries
{
    private static readonly Dictionary<string, Func<RoutingThresholds, double, RoutingThresholds>> Known = new(StringComparer.Ordinal)
    {
        ["topic"] = (thresholds, value) => thresholds with { Topic = value },
        ["margin"] = (thresholds, value) => thresholds with { Margin = value },
        ["local"] = (thresholds, value) => thresholds with { Local = value },
        ["national"] = (thresholds, value) => thresholds with { National = value },
        ["decisive"] = (thresholds, value) => thresholds with { Decisive = value },
        ["accusation"] = (thresholds, value) => thresholds with { Accusation = value },
        ["category"] = (thresholds, value) => thresholds with { Category = value },
        ["asset"] = (thresholds, value) => thresholds with { Asset = value },
        ["headWords"] = (thresholds, value) => thresholds with { HeadWords = (int)value },
        ["headFactor"] = (thresholds, value) => thresholds with { HeadFactor = value },
        ["landmarkFactor"] = (thresholds, value) => thresholds with { LandmarkFactor = value },
        ["automatic"] = (thresholds, value) => thresholds with { Automatic = value },
        ["automaticWithoutRule"] = (thresholds, value) => thresholds with { AutomaticWithoutRule = value },
        ["suggest"] = (thresholds, value) => thresholds with { Suggest = value },
    };

    public static RoutingThresholds Read(IReadOnlyDictionary<string, double> entries, List<KnowledgeFault> faults)
    {
        var thresholds = new RoutingThresholds();
        foreach (var (name, value) in entries)
        {
            if (value >= 0 && Known.TryGetValue(name, out var set))
            {
                thresholds = set(thresholds, value);
            }
            else
            {
                faults.Add(new KnowledgeFault(KnowledgeFile.Rules, $"thresholds.{name}", $"'{name}: {value}' is not a threshold.", $"Use a number from 0 for one of {string.Join(", ", Known.Keys)}."));
            }
        }

        return thresholds;
    }
}
