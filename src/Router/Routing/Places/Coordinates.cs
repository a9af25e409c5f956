namespace Hub.Router.Routing.Places;

/// <summary>From a point to its regency: by imported borders where there are some, else by the nearest centre of a district.</summary>
internal sealed class Coordinates(RoutingKnowledge knowledge, Gazetteer gazetteer)
{
    /// <summary>A quay or a beach may lie outside a line of the coast.</summary>
    private const double CoastKilometres = 3;

    // The archipelago with its territorial sea.
    private const double South = -11.5;
    private const double North = 6.5;
    private const double West = 94.5;
    private const double East = 141.5;

    private readonly DistrictCentres centres = new(knowledge.Districts);

    public ResolvedPlace At(double latitude, double longitude) =>
        Fault(latitude, longitude) is { } fault ? ResolvedPlace.Nowhere.Without(fault) : ByBorders(latitude, longitude) ?? ByCentre(latitude, longitude);

    private static string? Fault(double latitude, double longitude) =>
        !double.IsFinite(latitude) || !double.IsFinite(longitude) ? "koordinat bukan angka; tidak dipakai"
        : IsInIndonesia(latitude, longitude) ? null
        : IsInIndonesia(longitude, latitude) ? "lintang dan bujur tertukar; tidak dipakai"
        : "koordinat di luar Indonesia; tidak dipakai";

    private static bool IsInIndonesia(double latitude, double longitude) =>
        latitude is >= South and <= North && longitude is >= West and <= East;

    private ResolvedPlace? ByBorders(double latitude, double longitude)
    {
        if (knowledge.Boundaries is not { } borders)
        {
            return null;
        }

        var hits = borders.At(latitude, longitude, provinces: false);
        var regions = hits.Select(hit => gazetteer.Region(hit.Area.Code)).OfType<Region>().ToArray();
        return regions switch
        {
            [] => InProvince(borders.At(latitude, longitude, provinces: true), latitude, longitude),
            [var one] => gazetteer.In(one, hits[0].Side is AreaSide.Border ? "koordinat (tepat pada garis batas wilayah)" : "koordinat (batas wilayah)"),
            _ => gazetteer.Between(regions, "koordinat (tepat pada batas bersama)"),
        };
    }

    /// <summary>Borders of provinces alone: the nearest centre tells the regency where it lies in that province.</summary>
    private ResolvedPlace? InProvince(IReadOnlyList<(Area Area, AreaSide Side)> hits, double latitude, double longitude)
    {
        if (hits.Count == 0)
        {
            return null;
        }

        var provinces = hits.Select(hit => gazetteer.Region(hit.Area.Code)).OfType<Region>().ToArray();
        if (provinces is not [var province])
        {
            return gazetteer.Between(provinces, "koordinat (tepat pada batas bersama)");
        }

        var near = ByCentre(latitude, longitude);
        return near.Province == province ? near : new(province, null, [], "koordinat (batas provinsi)");
    }

    private ResolvedPlace ByCentre(double latitude, double longitude)
    {
        if (centres.Nearest(latitude, longitude) is not { } near)
        {
            return ResolvedPlace.Nowhere;
        }

        if (gazetteer.Region(near.District.RegencyCode) is not { } region)
        {
            return ResolvedPlace.Nowhere;
        }

        return knowledge.Boundaries?.Find(region.Code) is { } area ? OffCoast(area, region, latitude, longitude)
            : near.Kilometres > DistrictCentres.FarthestKilometres ? ResolvedPlace.Nowhere.Without("koordinat di laut atau jauh dari semua kecamatan; tidak dipakai")
            : near.IsNearBorder && gazetteer.Region(near.Rival!.RegencyCode) is { } rival ? gazetteer.Between([region, rival], "koordinat (dugaan: pusat kecamatan terdekat, dekat batas)")
            : gazetteer.In(near.District, "koordinat (dugaan: pusat kecamatan terdekat)");
    }

    /// <summary>Its border is known and the point is not within: near the line only the province is told, farther out nothing.</summary>
    private ResolvedPlace OffCoast(Area area, Region region, double latitude, double longitude) => area.KilometresFrom(latitude, longitude) <= CoastKilometres
        ? new(gazetteer.Region(region.ProvinceCode), null, [], $"koordinat (di luar garis batas, dekat {region.FullName})")
        : ResolvedPlace.Nowhere.Without("koordinat di laut, di luar semua batas wilayah; tidak dipakai");
}
