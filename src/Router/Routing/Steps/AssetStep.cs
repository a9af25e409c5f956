using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>A dam, toll road, national road or balai named in the text settles whose it is, unless the report is about something else.</summary>
internal static class AssetStep
{
    public static StepResult Try(RoutingCase found)
    {
        if (found.Asset is not { } named)
        {
            return new StepResult.Goes("tidak ada bendungan, jalan tol, jalan nasional atau balai yang disebut");
        }

        if (found.ByRules.Ranking.Best is not { } best || best.Topic.Id != named.Asset.Topic || !found.ByRules.IsClear || found.ByRules.IsLocal)
        {
            return new StepResult.Goes($"{named.Asset.Name} disebut, tetapi bukan pokok laporan");
        }

        var result = Assignment.Of(found, best, $"{named.Asset.Name} disebut");
        return result is StepResult.Ends ends ? ends with { Ruling = ends.Ruling with { IsFixed = true } } : result;
    }
}
