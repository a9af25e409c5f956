using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Places;

/// <summary>
/// Places by their names. "Bandung" is a regency and a city: province, district or the channel decide, or it stays in doubt. A
/// district's name helps only after "kecamatan", or when its regency is named too.
/// </summary>
internal sealed class PlaceNames(Gazetteer gazetteer, CompiledRules rules)
{
    /// <summary>A district of which there are more says nothing.</summary>
    private const int MostDoubt = 4;

    public ResolvedPlace Find(List<Finding> findings, string source)
    {
        var named = findings.FindAll(finding => finding.Entry.Layer is RuleLayer.Region);
        return named.Count == 0 ? ByDistrict(findings, null, source) : ByRegion(findings, named, source);
    }

    private ResolvedPlace ByRegion(List<Finding> findings, List<Finding> named, string source)
    {
        var names = named.ConvertAll(finding => rules.RegionNames[finding.Entry.Owner]);
        var province = names.SelectMany(name => name.Regions).FirstOrDefault(region => region.Kind is RegionKind.Province);
        var chosen = names.FindIndex(name => name.Regions is [{ Kind: not RegionKind.Province }]);
        chosen = chosen < 0 ? names.FindIndex(name => Below(name, province).Length > 0) : chosen;
        if (chosen < 0)
        {
            var district = ByDistrict(findings, province, source);
            return district.Regency is not null || district.Doubt.Count > 0 ? district : new(province, null, [], $"{source}: {names[0].Name}");
        }

        var regions = Below(names[chosen], province);
        var from = $"{source}: {names[chosen].Name}";
        var (inside, cue) = District(findings, regions, named[chosen]);
        return inside is not null ? gazetteer.In(inside, $"{from}, {cue}")
            : regions.Length == 1 ? gazetteer.In(regions[0], from)
            : gazetteer.Between(regions, from);
    }

    private static Region[] Below(RegionName name, Region? province)
    {
        var below = name.Regions.Where(region => region.Kind is not RegionKind.Province).ToArray();
        var inside = below.Where(region => province is null || region.ProvinceCode == province.Code).ToArray();
        return inside.Length > 0 || below.Length != 1 ? inside : below;
    }

    /// <summary>The district of one of these regencies that the text names, after its cue or alone.</summary>
    private (District? District, string Cue) District(List<Finding> findings, Region[] regions, Finding region) =>
        First(Inside(findings, RuleLayer.District, regions)) is { District: not null } cued
            ? cued

            // "Kota Blitar" is the city, not its district of that name besides.
            : First(Inside(findings.FindAll(finding => finding.End <= region.Start || region.End <= finding.Start), RuleLayer.DistrictName, regions));

    private IEnumerable<(District District, string Words)> Inside(List<Finding> findings, RuleLayer layer, Region[] regions) =>
        from finding in findings
        where finding.Entry.Layer == layer
        from district in rules.DistrictNames[finding.Entry.Owner]
        where Array.Exists(regions, region => region.Code == district.RegencyCode)
        select (district, finding.Entry.Phrase);

    /// <returns>The first one; none where they are of several regencies.</returns>
    private static (District? District, string Cue) First(IEnumerable<(District District, string Words)> named)
    {
        (District? District, string Cue) first = (null, "");
        foreach (var (district, words) in named)
        {
            if (first.District is { } held && held.RegencyCode != district.RegencyCode)
            {
                return (null, "");
            }

            first = first.District is null ? (district, words) : first;
        }

        return first;
    }

    private ResolvedPlace ByDistrict(List<Finding> findings, Region? province, string source)
    {
        foreach (var finding in findings)
        {
            if (finding.Entry.Layer is not RuleLayer.District)
            {
                continue;
            }

            var districts = rules.DistrictNames[finding.Entry.Owner].Where(district => province is null || district.ProvinceCode == province.Code).ToArray();
            var regions = districts.Select(district => district.RegencyCode).Distinct(StringComparer.Ordinal).Select(gazetteer.Region).OfType<Region>().ToArray();
            var from = $"{source}: {finding.Entry.Phrase}";
            if (regions.Length is > 0 and <= MostDoubt)
            {
                return regions.Length == 1 ? gazetteer.In(districts[0], from) : gazetteer.Between(regions, from);
            }
        }

        return province is null ? ResolvedPlace.Nowhere : new(province, null, [], source);
    }
}
