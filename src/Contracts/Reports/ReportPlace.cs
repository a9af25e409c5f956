namespace Hub.Contracts.Reports;

/// <summary>Where it happened, as far as the channel knows. Names are as written by the channel.</summary>
/// <param name="RegionCode">Kemendagri code of the finest known level, with dots (32.04.05).</param>
/// <param name="Latitude">WGS84 degrees; 0 is a value.</param>
public sealed record ReportPlace(
    string? Text = null,
    string? RegionCode = null,
    string? Province = null,
    string? Regency = null,
    string? District = null,
    string? Village = null,
    double? Latitude = null,
    double? Longitude = null);
