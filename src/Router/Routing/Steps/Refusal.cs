using Hub.Router.Routing.Evidence;

namespace Hub.Router.Routing.Steps;

/// <summary>Bukan kewenangan, with the addressee where one can be named.</summary>
internal static class Refusal
{
    public static StepResult.Ends To(RoutingCase found, string? addressee, string why, double confidence)
    {
        var unit = addressee is null ? null : found.Knowledge.Units.Find(addressee, found.Day);
        var where = unit is null
            ? found.Place.Doubt.Count > 0 ? $"; tujuan belum pasti antara {found.Place}" : "; tujuan ditentukan Admin Nasional"
            : $"; disarankan ke {unit.Name}{PlaceSuffix(found, unit.Code)}";
        return new StepResult.Ends(why, new Ruling(RoutingOutcome.NotOurs, $"Bukan kewenangan kementerian: {why}{where}.", confidence)
        {
            Addressee = unit?.Code,
            Rule = Rule(found),
        });
    }

    private static string PlaceSuffix(RoutingCase found, string code) => code switch
    {
        Regional.Province when found.Place.Province is { } province => $" {province.Name}",
        Regional.Kabupaten or Regional.Kota when found.Place.Regency is { } regency => $" ({regency.FullName})",
        _ => "",
    };

    private static string? Rule(RoutingCase found)
    {
        if (found.IsLocal && found.Authority.Rules.Count > 0)
        {
            return found.Authority.Rules.MaxBy(rule => rule.Score)!.Id;
        }

        return found.Ranking.Best?.Rules.MaxBy(rule => rule.Score)?.Id;
    }
}
