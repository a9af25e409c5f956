using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>From a topic to the unit of the day, and to its office where exactly one covers the place.</summary>
internal static class Assignment
{
    public static StepResult Of(RoutingCase found, ScoredTopic best, string why, double? confidence = null)
    {
        if (found.Knowledge.Units.FirstInForce(best.Topic.Units, found.Day) is not { } unit)
        {
            return new StepResult.Goes($"tidak ada unit yang berlaku pada tanggal laporan untuk {best.Topic.Subject}");
        }

        var (office, how) = Offices.Of(found, best.Topic);
        var target = office ?? unit;
        var doubt = found.Authority.Authority is Authority.Unknown && !best.Topic.Housing ? "; kewenangan diperiksa unit" : "";
        var ruling = new Ruling(RoutingOutcome.Assigned, $"Diteruskan ke {target.Name}: {best.Topic.Subject}{how}{doubt}.", Confidence(found, confidence))
        {
            Unit = target.Code,
            Rule = best.Rules.MaxBy(rule => rule.Score)!.Id,
            Topic = best.Topic,
        };
        return new StepResult.Ends(office is null ? $"{why}{how}" : $"{why}; {unit.Code} melalui {office.Code}{how}", ruling);
    }

    private static double Confidence(RoutingCase found, double? given) =>
        given ?? Math.Round(found.Clarity * (found.Authority.Authority is Authority.National ? 1 : 0.85), 2);
}
