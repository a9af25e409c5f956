namespace Hub.Router.Routing.Places;

/// <summary>
/// Reads a region code. With dots it is Kemendagri's. Without dots the length tells: six digits are a district of Kemendagri,
/// seven one of BPS; two, four and ten are written by both, and where the two mean different places the code alone decides nothing.
/// </summary>
internal sealed class PlaceCodes(Gazetteer gazetteer)
{
    /// <summary>Province, regency, district, village.</summary>
    private static readonly int[] Lengths = [2, 2, 2, 4];

    /// <param name="named">What the names beside the code say; it settles which numbering was meant.</param>
    public ResolvedPlace? Read(string? code, ResolvedPlace named)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return null;
        }

        var plain = code.Trim();
        var found = plain.Contains('.', StringComparison.Ordinal) ? Dotted(plain) : plain.All(char.IsAsciiDigit) ? Undotted(plain, named) : null;
        return found ?? ResolvedPlace.Nowhere.Without("kode wilayah tidak dikenal");
    }

    private ResolvedPlace? Dotted(string code)
    {
        var parts = code.Split('.');
        if (!parts.Select(part => part.Length).SequenceEqual(Lengths.Take(parts.Length)) || !parts.All(part => part.All(char.IsAsciiDigit)) || gazetteer.Region(parts[0]) is not { } province)
        {
            return null;
        }

        var whole = parts.Length == 1 ? gazetteer.In(province, "kode wilayah")
            : parts.Length > 2 && gazetteer.District(string.Join('.', parts[..3])) is { } district ? gazetteer.In(district, "kode wilayah")
            : gazetteer.Region(string.Join('.', parts[..2])) is { } regency ? gazetteer.In(regency, "kode wilayah")
            : null;

        // A number that is too new for the list, or mistyped: its first two digits still name the province.
        return whole ?? gazetteer.In(province, "kode wilayah").Without("kode kabupaten/kota tidak dikenal");
    }

    private ResolvedPlace? Undotted(string code, ResolvedPlace named) => code.Length switch
    {
        2 => Either(gazetteer.Region(code), gazetteer.ByBps(code), named),
        4 => Either(gazetteer.Region(WithDots(code)), gazetteer.ByBps(code), named),
        6 => gazetteer.District(WithDots(code)) is { } district ? gazetteer.In(district, "kode wilayah Kemendagri tanpa titik") : null,
        7 => gazetteer.ByBps(code[..4]) is { } regency ? gazetteer.In(regency, "kode wilayah BPS") : null,
        10 => Either(gazetteer.District(WithDots(code[..6])) is { } district ? gazetteer.Region(district.RegencyCode) : null, gazetteer.ByBps(code[..4]), named),
        _ => null,
    };

    private ResolvedPlace? Either(Region? kemendagri, Region? bps, ResolvedPlace named)
    {
        if (kemendagri is null || bps is null || kemendagri == bps)
        {
            return (kemendagri ?? bps) is { } only ? gazetteer.In(only, kemendagri is null ? "kode wilayah BPS" : "kode wilayah Kemendagri tanpa titik") : null;
        }

        var meant = new[] { kemendagri, bps }.Where(region => Agrees(region, named)).ToArray();
        return meant is [var one]
            ? gazetteer.In(one, $"kode wilayah {(one == bps ? "BPS" : "Kemendagri")} tanpa titik, menurut nama yang menyertainya")
            : gazetteer.Between([kemendagri, bps], "kode wilayah tanpa titik: Kemendagri atau BPS");
    }

    private static bool Agrees(Region region, ResolvedPlace named) => region.Kind is RegionKind.Province
        ? named.Province == region
        : named.Regency == region || named.Doubt.Contains(region) || (named.Regency is null && named.Doubt.Count == 0 && named.Province?.Code == region.ProvinceCode);

    private static string WithDots(string digits) => string.Join('.', digits.Chunk(2).Select(pair => new string(pair)));
}
