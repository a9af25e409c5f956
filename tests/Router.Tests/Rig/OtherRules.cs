using Hub.Router.Routing;

namespace Hub.Router.Tests.Rig;

/// <summary>The rig's rules after a change: roads go to water, identity cards are nobody's subject any more, bridges are new.</summary>
internal static class OtherRules
{
    public static RoutingKnowledge Knowledge => RigKnowledge.Small with
    {
        Version = "rig-2",
        Topics =
        [
            new RoutingTopic("road", "kerusakan jalan", [RigKnowledge.Water], [new RoutingRule("road-2", 5, ["jalan rusak"], [])]),
            new RoutingTopic("flood", "banjir sungai", [RigKnowledge.Water], [new RoutingRule("flood-1", 5, ["sungai meluap"], [])]),
            new RoutingTopic("bridge", "jembatan", [RigKnowledge.Roads], [new RoutingRule("bridge-1", 5, ["jembatan"], [])]),
        ],
    };
}
