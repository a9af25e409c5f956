using Hub.Contracts.Reports;
using Hub.Router.Routing.Evidence;
using Hub.Router.Routing.Text;

namespace Hub.Router.Routing.Places;

/// <summary>
/// From code, names, words or coordinates to a regency or province. What the channel recorded comes first; a contradiction with
/// the text is kept as doubt, and coordinates settle what the words leave open.
/// </summary>
internal sealed class PlaceFinder
{
    private readonly TextScanner scanner;
    private readonly Gazetteer gazetteer;
    private readonly PlaceCodes codes;
    private readonly PlaceNames names;
    private readonly Coordinates coordinates;
    private readonly IReadOnlyDictionary<string, Region> provinces;

    public PlaceFinder(RoutingKnowledge knowledge, CompiledRules rules, TextScanner scanner)
    {
        this.scanner = scanner;
        gazetteer = new Gazetteer(knowledge);
        codes = new PlaceCodes(gazetteer);
        names = new PlaceNames(gazetteer, rules);
        coordinates = new Coordinates(knowledge, gazetteer);
        provinces = knowledge.Regions.Where(region => region.Kind is RegionKind.Province).DistinctBy(region => region.Name).ToDictionary(region => region.Name, StringComparer.Ordinal);
    }

    public ResolvedPlace Find(ReportPlace? place, ScannedText text)
    {
        var said = names.Find(text.Findings, "teks");
        if (place is null)
        {
            return said;
        }

        var written = FromNames(place);
        var recorded = codes.Read(place.RegionCode, written.IsKnown ? written : said) is { } coded
            ? coded.IsKnown ? coded : written with { Unused = coded.Unused }
            : written;
        return Located(recorded.IsKnown ? Reconcile(recorded, said) : said with { Unused = recorded.Unused }, place);
    }

    /// <summary>A dam or a road that lies in one province places a report that names no other place.</summary>
    public ResolvedPlace With(ResolvedPlace place, FoundAsset? asset) => !place.IsKnown && asset?.Asset.Province is { } name && provinces.TryGetValue(name, out var province)
        ? new ResolvedPlace(province, null, [], $"{asset.Asset.Name} disebut") { Unused = place.Unused }
        : place;

    private ResolvedPlace FromNames(ReportPlace place)
    {
        string?[] written = [place.Regency, place.Text, place.Province, string.IsNullOrWhiteSpace(place.District) ? null : $"kecamatan {place.District}"];
        return names.Find(scanner.Scan(null, string.Join(" ; ", written.Where(name => !string.IsNullOrWhiteSpace(name)))).Findings, "lokasi dari kanal");
    }

    /// <summary>"Kota Bandung" on record and "Kab. Bandung" in the text: the name is sure, the kind is not.</summary>
    private ResolvedPlace Reconcile(ResolvedPlace recorded, ResolvedPlace said)
    {
        if (said.Doubt.Count > 0 && recorded is { Regency: null, Doubt.Count: 0 })
        {
            return Narrowed(recorded, said);
        }

        if (said.Regency is not { } named || (recorded.Province is not null && named.ProvinceCode != recorded.Province.Code))
        {
            return recorded;
        }

        return recorded switch
        {
            { Regency: { } held } when held.Name == named.Name && held.Kind != named.Kind =>
                recorded with { Regency = null, District = null, Doubt = [held, named], From = $"{recorded.From}; {said.From}" },
            { Regency: { } held } => held == named && recorded.District is null ? recorded with { District = said.District } : recorded,
            { Doubt.Count: > 0 } when !recorded.Doubt.Contains(named) => recorded,
            _ => said with { From = $"{recorded.From}; {said.From}", Unused = recorded.Unused },
        };
    }

    /// <summary>The channel gives the province, the text a name that may be several places.</summary>
    private ResolvedPlace Narrowed(ResolvedPlace recorded, ResolvedPlace said)
    {
        var inside = said.Doubt.Where(region => region.ProvinceCode == recorded.Province!.Code).ToArray();
        var from = $"{recorded.From}; {said.From}";
        return inside switch
        {
            [] => recorded,
            [var only] => gazetteer.In(only, from) with { Unused = recorded.Unused },
            _ => gazetteer.Between(inside, from) with { Unused = recorded.Unused },
        };
    }

    private ResolvedPlace Located(ResolvedPlace found, ReportPlace place)
    {
        if (place is not { Latitude: { } latitude, Longitude: { } longitude })
        {
            return found;
        }

        var point = coordinates.At(latitude, longitude);
        if (!point.IsKnown || !found.IsKnown)
        {
            return point with
            {
                Province = found.Province ?? point.Province,
                Regency = found.Regency ?? point.Regency,
                District = found.District ?? point.District,
                Doubt = found.IsKnown ? found.Doubt : point.Doubt,
                From = found.IsKnown ? found.From : point.From,
                Unused = [.. found.Unused, .. point.Unused],
            };
        }

        return Settled(found, point);
    }

    private static ResolvedPlace Settled(ResolvedPlace found, ResolvedPlace point)
    {
        var both = $"{found.From}; {point.From}";
        return found switch
        {
            { Regency: { } held } => point.Regency == held || point.Doubt.Contains(held)
                ? found with { District = found.District ?? (point.Regency == held ? point.District : null) }
                : found.Without($"koordinat menunjuk {point}, bukan {held.FullName}; tidak dipakai"),
            { Doubt.Count: > 0 } when point.Regency is { } named && found.Doubt.Contains(named) => point with { From = both, Unused = found.Unused },
            { Doubt.Count: > 0 } => found,
            _ when point.Province == found.Province => point with { From = both, Unused = found.Unused },
            _ => found.Without($"koordinat menunjuk {point}, bukan {found}; tidak dipakai"),
        };
    }
}
