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
        foreach (var finding in findings)
        {
            if (NameOf(finding) is { } first)
            {
                return ByRegion(findings, first, source);
            }
        }

        return ByDistrict(findings, null, source);
    }

    private RegionName? NameOf(Finding finding) => finding.Entry.Layer is RuleLayer.Region ? rules.RegionNames[finding.Entry.Owner] : null;

    private ResolvedPlace ByRegion(List<Finding> findings, RegionName first, string source)
    {
        var province = Province(findings);
        if (Chosen(findings, province) is not { } chosen)
        {
            var district = ByDistrict(findings, province, source);
            return district.Regency is not null || district.Doubt.Count > 0 ? district : new(province, null, [], $"{source}: {first.Name}");
        }

        var name = NameOf(chosen)!;
        var regions = Below(name, province);
        var from = $"{source}: {name.Name}";
        var (inside, cue) = District(findings, regions, chosen);
        return inside is not null ? gazetteer.In(inside, $"{from}, {cue}")
            : regions.Length == 1 ? gazetteer.In(regions[0], from)
            : gazetteer.Between(regions, from);
    }

    private Region? Province(List<Finding> findings)
    {
        foreach (var finding in findings)
        {
            if (NameOf(finding)?.Regions.FirstOrDefault(region => region.Kind is RegionKind.Province) is { } province)
            {
                return province;
            }
        }

        return null;
    }

    /// <summary>A name that means one regency, else one that means several.</summary>
    private Finding? Chosen(List<Finding> findings, Region? province)
    {
        foreach (var finding in findings)
        {
            if (NameOf(finding)?.Regions is [{ Kind: not RegionKind.Province }])
            {
                return finding;
            }
        }

        foreach (var finding in findings)
        {
            if (NameOf(finding) is { } name && Below(name, province).Length > 0)
            {
                return finding;
            }
        }

        return null;
    }

    private static Region[] Below(RegionName name, Region? province)
    {
        var below = name.Regions.Where(region => region.Kind is not RegionKind.Province).ToArray();
        var inside = province is null ? below : below.Where(region => region.ProvinceCode == province.Code).ToArray();
        return inside.Length > 0 || below.Length != 1 ? inside : below;
    }

    /// <summary>The district of one of these regencies that the text names, after its cue or alone.</summary>
    private (District? District, string Cue) District(List<Finding> findings, Region[] regions, Finding region) =>
        First(findings, RuleLayer.District, regions, null) is { District: not null } cued
            ? cued

            // "Kota Blitar" is the city, not its district of that name besides.
            : First(findings, RuleLayer.DistrictName, regions, region);

    /// <returns>The first one; none where they are of several regencies.</returns>
    private (District? District, string Cue) First(List<Finding> findings, RuleLayer layer, Region[] regions, Finding? beside)
    {
        (District? District, string Cue) first = (null, "");
        foreach (var finding in findings)
        {
            if (finding.Entry.Layer != layer || (beside is { } other && finding.Start < other.End && other.Start < finding.End))
            {
                continue;
            }

            foreach (var district in rules.DistrictNames[finding.Entry.Owner].Where(district => Array.Exists(regions, region => region.Code == district.RegencyCode)))
            {
                if (first.District is { } held && held.RegencyCode != district.RegencyCode)
                {
                    return (null, "");
                }

                first = first.District is null ? (district, finding.Entry.Phrase) : first;
            }
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
