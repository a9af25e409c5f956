using Hub.Router.Routing.Evidence;
using Hub.Router.Units;

namespace Hub.Router.Routing.Steps;

/// <summary>Bukan kewenangan, with the addressee where one can be named.</summary>
internal static class Refusal
{
    /// <summary>Each regency has its own.</summary>
    private const string WaterCompany = "EXT-PDAM";

    public static StepResult.Ends To(RoutingCase found, Addressee addressee, string why, double confidence)
    {
        var unit = addressee.Code is null ? null : found.Knowledge.Units.Find(addressee.Code, found.Day);
        var where = unit is null ? Undecided(found, addressee) : Suggested(found, unit, addressee.Agency);
        return new StepResult.Ends(why, new Ruling(RoutingOutcome.NotOurs, $"Bukan kewenangan kementerian: {why}{where}.", confidence)
        {
            Addressee = unit?.Code,
            Rule = Rule(found),
        });
    }

    private static string Undecided(RoutingCase found, Addressee addressee)
    {
        var office = addressee.Agency is null ? "" : $" ({addressee.Agency})";
        return found.Place.Doubt.Count > 0 ? $"; tujuan belum pasti antara {found.Place}{office}" : $"; tujuan ditentukan Admin Nasional{office}";
    }

    /// <summary>"Dinas PUPR Kabupaten Malang" where the place is known, else the name of the directory.</summary>
    private static string Suggested(RoutingCase found, Unit unit, string? agency)
    {
        var place = PlaceOf(found, unit.Code);
        return (agency, place) switch
        {
            (null, null) => $"; disarankan ke {unit.Name}",
            (null, _) => $"; disarankan ke {unit.Name} ({place})",
            (_, null) => Regional.Is(unit.Code) ? $"; disarankan ke {unit.Name}: {agency}" : $"; disarankan ke {agency}",
            _ => $"; disarankan ke {agency} {place}",
        };
    }

    /// <summary>The place whose office it is; none for a ministry, and none where level and place contradict each other.</summary>
    private static string? PlaceOf(RoutingCase found, string code) => (code, found.Place.Regency?.Kind) switch
    {
        (Regional.Province, _) => found.Place.Province is { } province ? $"Provinsi {province.Name}" : null,
        (WaterCompany, _) when found.Place.Province?.Code is Regional.Jakarta => $"Provinsi {found.Place.Province.Name}",
        (Regional.Kabupaten, RegionKind.Kabupaten) or (Regional.Kota, RegionKind.Kota) or (WaterCompany, not null) => found.Place.Regency!.FullName,
        _ => null,
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
