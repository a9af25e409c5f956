using System.Collections.Frozen;

namespace Hub.Router.Routing.Places;

/// <summary>Provinces, regencies and districts by code, in both numberings.</summary>
internal sealed class Gazetteer
{
    private readonly FrozenDictionary<string, Region> regions;
    private readonly FrozenDictionary<string, Region> byBps;
    private readonly FrozenDictionary<string, District> districts;

    public Gazetteer(RoutingKnowledge knowledge)
    {
        regions = knowledge.Regions.DistinctBy(region => region.Code).ToFrozenDictionary(region => region.Code, StringComparer.Ordinal);
        byBps = knowledge.Regions.Where(region => region.Bps is not null).DistinctBy(region => region.Bps).ToFrozenDictionary(region => region.Bps!, StringComparer.Ordinal);
        districts = knowledge.Districts.DistinctBy(district => district.Code).ToFrozenDictionary(district => district.Code, StringComparer.Ordinal);
    }

    /// <param name="code">Kemendagri, with dots.</param>
    public Region? Region(string code) => regions.GetValueOrDefault(code);

    public Region? ByBps(string code) => byBps.GetValueOrDefault(code);

    public District? District(string code) => districts.GetValueOrDefault(code);

    public ResolvedPlace In(Region region, string from) => region.Kind is RegionKind.Province
        ? new(region, null, [], from)
        : new(Region(region.ProvinceCode), region, [], from);

    public ResolvedPlace In(District district, string from) =>
        new(Region(district.ProvinceCode), Region(district.RegencyCode), [], from) { District = district };

    /// <summary>Undecided between these; the province where it is the same for all.</summary>
    public ResolvedPlace Between(IReadOnlyList<Region> doubt, string from) =>
        new(doubt.Select(region => region.ProvinceCode).Distinct(StringComparer.Ordinal).ToArray() is [var code] ? Region(code) : null, null, doubt, from);
}
