using Hub.Router.Routing.Evidence;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Steps;

/// <summary>Who should have a report that is not for the ministry.</summary>
/// <param name="Code">EXT code; null where naming one would be a guess.</param>
/// <param name="Agency">The office there, as a reason names it; null when the directory's name must do.</param>
internal sealed record Addressee(string? Code, string? Agency);

/// <summary>Chooses the outside addressee by topic, words and place.</summary>
internal static class Addressees
{
    /// <summary>For what a regional government owns: it has what no other office is named for.</summary>
    public static Addressee Local(RoutingCase found, RoutingTopic? topic) => Of(found, topic, topic?.Addressee ?? RoutingTopic.RegionalGovernment);

    /// <summary>For a subject that is not the ministry's.</summary>
    public static Addressee Outside(RoutingCase found, RoutingTopic topic) => Of(found, topic, topic.Addressee);

    private static Addressee Of(RoutingCase found, RoutingTopic? topic, string? otherwise)
    {
        var agency = topic is null ? null : Agency(found, topic);
        var code = agency?.Addressee ?? otherwise;
        return new(code is RoutingTopic.RegionalGovernment ? Regional.Addressee(found) : code, agency?.Agency);
    }

    private static OutsideAgency? Agency(RoutingCase found, RoutingTopic topic)
    {
        for (var index = 0; index < found.Knowledge.Agencies.Count; index++)
        {
            var agency = found.Knowledge.Agencies[index];
            if (agency.Topic == topic.Id && (agency.Words.Count == 0 || IsSaid(found.Text, index)))
            {
                return agency;
            }
        }

        return null;
    }

    private static bool IsSaid(ScannedText text, int agency)
    {
        foreach (var finding in text.Findings)
        {
            if (finding.Entry.Layer is RuleLayer.Agency && finding.Entry.Owner == agency)
            {
                return true;
            }
        }

        return false;
    }
}
