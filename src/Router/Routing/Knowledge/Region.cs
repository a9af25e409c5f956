using System.Text.Json.Serialization;

namespace Hub.Router.Routing;

[JsonConverter(typeof(JsonStringEnumConverter<RegionKind>))]
public enum RegionKind
{
    Province,
    Kabupaten,
    Kota,
}

/// <summary>A province, regency or city.</summary>
/// <param name="Code">Kemendagri code with dots: 32 or 32.04.</param>
/// <param name="Name">As the unit directory writes provinces; without Kabupaten or Kota for the others.</param>
/// <param name="Aliases">Other names in use.</param>
/// <param name="StandsAlone">False when the bare name is also an everyday word.</param>
public sealed record Region(string Code, string Name, RegionKind Kind, IReadOnlyList<string> Aliases, double Latitude, double Longitude, bool StandsAlone = true)
{
    /// <summary>Code at BPS, whose numbers mean other places than Kemendagri's; empty when it is not known.</summary>
    public string? Bps { get; init; }

    public string ProvinceCode => Code[..2];

    public string FullName => Kind switch
    {
        RegionKind.Kabupaten => $"Kabupaten {Name}",
        RegionKind.Kota => $"Kota {Name}",
        _ => Name,
    };
}
