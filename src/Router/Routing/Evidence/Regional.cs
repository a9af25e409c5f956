using Hub.Router.Routing.Places;

namespace Hub.Router.Routing.Evidence;

/// <summary>Which regional government a report belongs to: by the words of the text, then by place; none where that would be a guess.</summary>
internal static class Regional
{
    public const string Province = "EXT-PROV";
    public const string Kabupaten = "EXT-KAB";
    public const string Kota = "EXT-KOTA";

    /// <summary>Jakarta's cities have no government of their own.</summary>
    public const string Jakarta = "31";

    public static bool Is(string code) => code is Province or Kabupaten or Kota;

    public static string? Addressee(RoutingCase found) => found.Authority.Level switch
    {
        "provinsi" => Province,
        _ when found.Place.Province?.Code is Jakarta => Province,
        "kabupaten" => Kabupaten,
        "kota" => Kota,
        _ => ByPlace(found.Place),
    };

    private static string? ByPlace(ResolvedPlace place) => place.Regency?.Kind switch
    {
        RegionKind.Kabupaten => Kabupaten,
        RegionKind.Kota => Kota,
        _ => null,
    };
}
