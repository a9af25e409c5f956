using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>Housing left the ministry in October 2024 (DOMAIN 5.1): the day of the report says which ministry has it.</summary>
internal static class MinistryStep
{
    public static StepResult Try(RoutingCase found)
    {
        if (found.Ranking.Best is not { Topic.Housing: true } best)
        {
            return new StepResult.Goes("bukan urusan perumahan");
        }

        if (!found.IsClear || found.IsLocal)
        {
            return new StepResult.Goes(found.IsLocal ? "urusan perumahan, tetapi kewenangan daerah" : "urusan perumahan belum jelas");
        }

        return Assignment.Of(found, best, "urusan perumahan pada tanggal laporan");
    }
}
