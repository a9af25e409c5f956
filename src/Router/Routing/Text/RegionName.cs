namespace Hub.Router.Routing.Text;

/// <summary>One way of naming a place, and every place it may mean: "bandung" is a regency and a city.</summary>
internal sealed record RegionName(string Name, IReadOnlyList<Region> Regions)
{
    public static IReadOnlyList<RegionName> From(IReadOnlyList<Region> regions) =>
    [
        .. regions.SelectMany(region => NamesOf(region).Select(name => (Name: name.ToLowerInvariant(), Region: region)))
            .GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new RegionName(group.Key, [.. group.Select(pair => pair.Region).Distinct()])),
    ];

    private static IEnumerable<string> NamesOf(Region region)
    {
        IEnumerable<string> names = [region.Name, .. region.Aliases];
        return region.Kind switch
        {
            RegionKind.Kabupaten => [.. names.Select(name => $"kabupaten {name}"), .. Alone(region)],
            RegionKind.Kota => [.. names.SelectMany(name => new[] { $"kota {name}", $"kotamadya {name}", $"kota administrasi {name}" }), .. Alone(region)],
            _ => names.SelectMany(name => new[] { name, $"provinsi {name}" }),
        };
    }

    private static IEnumerable<string> Alone(Region region) => region.StandsAlone ? [region.Name, .. region.Aliases] : [];
}
