using Hub.Router.Routing.Evidence;
using Hub.Router.Routing.Steps;

namespace Hub.Router.Routing.Places;

/// <summary>Whether one answer of the reporter would settle whose a report is. Only a clear subject of the ministry is asked about.</summary>
internal static class Asking
{
    public static string? Of(RoutingCase found, Ruling ruling)
    {
        if (ruling.Outcome is RoutingOutcome.NotOurs || ruling.Restricted || RestrictedStep.IsRestricted(found)
            || found.Authority.Authority is not Authority.Unknown || !found.IsClear || found.Ranking.Best is not { Topic.IsOurs: true } best)
        {
            return null;
        }

        return found.Knowledge.Questions.FirstOrDefault(question => question.Topic == best.Topic.Id) is not { } question ? null
            : found.Place.Regency is null ? question.Place : question.Owner;
    }
}
