using Hub.Router.Routing.Evidence;
using Hub.Router.Units;

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

        var (office, how) = Office(found, best.Topic);
        var target = office ?? unit;
        var doubt = found.Authority.Authority is Authority.Unknown && !best.Topic.Housing ? "; kewenangan diperiksa unit" : "";
        var ruling = new Ruling(RoutingOutcome.Assigned, $"Diteruskan ke {target.Name}: {best.Topic.Subject}{how}{doubt}.", Confidence(found, confidence))
        {
            Unit = target.Code,
            Rule = best.Rules.MaxBy(rule => rule.Score)!.Id,
            Topic = best.Topic,
        };
        return new StepResult.Ends(office is null ? why : $"{why}; {unit.Code} melalui {office.Code}{how}", ruling);
    }

    private static double Confidence(RoutingCase found, double? given) =>
        given ?? Math.Round(found.Clarity * (found.Authority.Authority is Authority.National ? 1 : 0.85), 2);

    private static (Unit? Office, string How) Office(RoutingCase found, RoutingTopic topic)
    {
        if (Named(found, topic) is { } named)
        {
            return (named, $" ({named.Code} menurut nama yang disebut)");
        }

        if (topic.Offices.Count == 0 || found.Place.Province is not { } province)
        {
            return (null, "");
        }

        var offices = found.Knowledge.Units.Covering(province.Name)
            .Where(unit => topic.Offices.Contains(unit.Kind) && unit.IsInForce(found.Day))
            .Take(2)
            .ToArray();
        return offices is [var only]
            ? (only, topic.OfficeIsGuess ? $" (balai dari Provinsi {province.Name}, dugaan awal)" : $" di Provinsi {province.Name}")
            : (null, "");
    }

    private static Unit? Named(RoutingCase found, RoutingTopic topic)
    {
        var asset = found.Asset is { Asset.Unit: not null } named && named.Asset.Topic == topic.Id ? named : topic.OfficeIsGuess ? found.River : null;
        return asset?.Asset.Unit is { } code ? found.Knowledge.Units.Find(code, found.Day) : null;
    }
}
