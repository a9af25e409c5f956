using System.Collections.Frozen;
using Hub.Contracts.Reports;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Evidence;

/// <summary>From code, names, words or coordinates to a regency or province. What the channel recorded comes first; a contradiction with the text is kept as doubt.</summary>
internal sealed class PlaceFinder(RoutingKnowledge knowledge, CompiledRules rules, TextScanner scanner)
{
    /// <summary>A centre farther than this says nothing.</summary>
    private const double FarthestCentreDegrees = 1.0;

    private readonly FrozenDictionary<string, Region> byCode = knowledge.Regions.DistinctBy(region => region.Code).ToFrozenDictionary(region => region.Code, StringComparer.Ordinal);

    public ResolvedPlace Find(ReportPlace? place, ScannedText text)
    {
        var said = FromFindings(text.Findings, "teks");
        if (place is null)
        {
            return said;
        }

        var recorded = FromCode(place.RegionCode) ?? FromNames(place);
        if (recorded is { Province: not null })
        {
            return Reconcile(recorded, said);
        }

        return said.Province is not null || said.Doubt.Count > 0 ? said : FromCentre(place);
    }

    private ResolvedPlace? FromCode(string? code)
    {
        if (code is not { Length: >= 2 } || !byCode.TryGetValue(code[..2], out var province))
        {
            return null;
        }

        return new(province, code.Length >= 5 ? byCode.GetValueOrDefault(code[..5]) : null, [], "kode wilayah");
    }

    private ResolvedPlace FromNames(ReportPlace place) =>
        FromFindings(scanner.Scan(null, string.Join(" ; ", new[] { place.Regency, place.Text, place.Province }.Where(name => !string.IsNullOrWhiteSpace(name)))).Findings, "lokasi dari kanal");

    /// <summary>"Kota Bandung" on record and "Kab. Bandung" in the text: the name is sure, the kind is not.</summary>
    private static ResolvedPlace Reconcile(ResolvedPlace recorded, ResolvedPlace said)
    {
        if (said.Regency is not { } named || named.ProvinceCode != recorded.Province!.Code)
        {
            return recorded;
        }

        if (recorded.Regency is null)
        {
            return recorded with { Regency = named, Doubt = [], From = $"{recorded.From}; {said.From}" };
        }

        return recorded.Regency.Name == named.Name && recorded.Regency.Kind != named.Kind
            ? recorded with { Regency = null, Doubt = [recorded.Regency, named], From = $"{recorded.From}; {said.From}" }
            : recorded;
    }

    private ResolvedPlace FromFindings(List<Finding> findings, string source)
    {
        var names = findings.Where(finding => finding.Entry.Layer is RuleLayer.Region).Select(finding => rules.RegionNames[finding.Entry.Owner]).ToArray();
        if (names.Length == 0)
        {
            return ResolvedPlace.Nowhere;
        }

        var province = ProvinceOf(names);
        var name = names.FirstOrDefault(name => name.Regions is [{ Kind: not RegionKind.Province }]) ?? names.FirstOrDefault(name => Below(name, province).Length > 0);
        if (name is null)
        {
            return new(province, null, [], $"{source}: {names[0].Name}");
        }

        var regions = Below(name, province);
        return regions.Length == 1
            ? new(byCode.GetValueOrDefault(regions[0].ProvinceCode), regions[0], [], $"{source}: {name.Name}")
            : new(Shared(regions), null, regions, $"{source}: {name.Name}");
    }

    private static Region? ProvinceOf(RegionName[] names) =>
        names.SelectMany(name => name.Regions).FirstOrDefault(region => region.Kind is RegionKind.Province);

    private static Region[] Below(RegionName name, Region? province)
    {
        var below = name.Regions.Where(region => region.Kind is not RegionKind.Province).ToArray();
        var inside = below.Where(region => province is null || region.ProvinceCode == province.Code).ToArray();
        return inside.Length > 0 || below.Length != 1 ? inside : below;
    }

    private Region? Shared(Region[] regions) =>
        regions.Select(region => region.ProvinceCode).Distinct().ToArray() is [var code] ? byCode.GetValueOrDefault(code) : null;

    /// <summary>Nearest centre; near a border it may be the neighbour, so it gives the province only.</summary>
    private ResolvedPlace FromCentre(ReportPlace place)
    {
        if (place is not { Latitude: { } latitude, Longitude: { } longitude })
        {
            return ResolvedPlace.Nowhere;
        }

        var nearest = knowledge.Regions.Where(region => region.Kind is not RegionKind.Province)
            .MinBy(region => Distance(region, latitude, longitude));
        return nearest is not null && Distance(nearest, latitude, longitude) <= FarthestCentreDegrees
            ? new(byCode.GetValueOrDefault(nearest.ProvinceCode), null, [], "koordinat (pusat wilayah terdekat)")
            : ResolvedPlace.Nowhere;
    }

    private static double Distance(Region region, double latitude, double longitude) =>
        Math.Sqrt(Math.Pow(region.Latitude - latitude, 2) + Math.Pow(region.Longitude - longitude, 2));
}
