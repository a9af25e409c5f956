using Hub.Router.Routing.Evidence;
using Hub.Router.Units;

namespace Hub.Router.Routing.Steps;

/// <summary>
/// The balai that shares a unit's work. What is named decides: a dam's office, the river or its basin, then the balai itself. The
/// province comes last, and for basins only as a first guess that says so (DOMAIN 5.3).
/// </summary>
internal static class Offices
{
    public static (Unit? Office, string How) Of(RoutingCase found, RoutingTopic topic)
    {
        if (Asset(found, topic) is { } asset)
        {
            return (asset, $" ({asset.Code} menurut nama yang disebut)");
        }

        if (topic.OfficeIsGuess && InForce(found, found.River) is { } basin)
        {
            return (basin, $" ({basin.Code} menurut nama yang disebut)");
        }

        var named = Named(found, topic);
        return named is not null && Covers(named, found) ? (named, $" ({named.Code} menurut nama yang disebut)") : ByProvince(found, topic, named);
    }

    private static Unit? Asset(RoutingCase found, RoutingTopic topic) =>
        found.Asset is { Asset: { Kind: not AssetKind.Office } asset } && asset.Topic == topic.Id ? InForce(found, found.Asset) : null;

    private static Unit? Named(RoutingCase found, RoutingTopic topic) =>
        found.Asset is { Asset.Kind: AssetKind.Office } && InForce(found, found.Asset) is { } unit && topic.Offices.Contains(unit.Kind) ? unit : null;

    private static Unit? InForce(RoutingCase found, FoundAsset? asset) =>
        asset?.Asset.Unit is { } code ? found.Knowledge.Units.Current(code, found.Day) : null;

    /// <summary>"BWS Kalimantan III" in a report from Samarinda is the number of before 2020: numbers moved, places did not.</summary>
    private static bool Covers(Unit office, RoutingCase found) =>
        found.Place.Province is not { } province || office.Scope.Count == 0 || office.Scope.Contains(province.Name);

    private static (Unit? Office, string How) ByProvince(RoutingCase found, RoutingTopic topic, Unit? contradicted)
    {
        if (topic.Offices.Count == 0 || found.Place.Province is not { } province)
        {
            return (null, "");
        }

        var besides = contradicted is null ? "" : $"; {contradicted.Code} yang disebut tidak mencakup provinsi itu";
        var offices = found.Knowledge.Units.Covering(province.Name)
            .Where(unit => topic.Offices.Contains(unit.Kind) && unit.IsInForce(found.Day))
            .Take(2)
            .ToArray();
        return offices switch
        {
            [var only] when topic.OfficeIsGuess => (only, $" (balai dari Provinsi {province.Name}, dugaan awal{besides})"),
            [var only] => (only, contradicted is null ? $" di Provinsi {province.Name}" : $" di Provinsi {province.Name} ({besides[2..]})"),
            [] => (null, $" (belum ada balai yang diketahui untuk Provinsi {province.Name}{besides})"),
            _ => (null, topic.OfficeIsGuess
                ? $" (Provinsi {province.Name} dibagi beberapa balai, sungai atau wilayah sungai tidak disebut{besides})"
                : $" (Provinsi {province.Name} dibagi beberapa balai{besides})"),
        };
    }
}
