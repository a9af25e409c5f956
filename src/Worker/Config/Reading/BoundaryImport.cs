using System.Text.Json;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>
/// Reads borders from a GeoJSON collection of provinces or regencies. Every fault names its feature, counted from 1; with one
/// fault nothing is taken.
/// </summary>
internal sealed class BoundaryImport(RoutingKnowledge knowledge, string codeProperty, bool mends)
{
    // A centre of the lists lies in its own area, or off it by a bay or between islands. Farther, the code belongs to another place.
    private const double FarthestRegency = 60;
    private const double FarthestProvince = 250;

    private readonly Dictionary<string, Region> regions = knowledge.Regions.DistinctBy(region => region.Code).ToDictionary(region => region.Code, StringComparer.Ordinal);
    private readonly List<string> faults = [];
    private readonly List<string> mended = [];
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Faults => faults;

    /// <summary>What was taken otherwise than the file has it.</summary>
    public IReadOnlyList<string> Mended => mended;

    public IReadOnlyList<Area> Read(Stream file)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("features", out var features) && features.ValueKind is JsonValueKind.Array)
            {
                return [.. features.EnumerateArray().Select((feature, index) => Feature(feature, index + 1)).OfType<Area>()];
            }

            faults.Add("the file has no list of features; it must be a GeoJSON FeatureCollection.");
        }
        catch (JsonException broken)
        {
            faults.Add($"the file is not JSON: {broken.Message}");
        }

        return [];
    }

    private Area? Feature(JsonElement feature, int number)
    {
        var before = faults.Count;
        if (Code(feature, number) is not { } region)
        {
            return null;
        }

        string Of(string fault) => $"feature {number} ({region.Code} {region.FullName}): {fault}";
        var polygons = BoundaryRings.Read(feature, fault => faults.Add(Of(fault)), mends ? fault => mended.Add(Of(fault)) : null);
        var area = new Area(region.Code, polygons);
        if (faults.Count == before)
        {
            CheckCentre(area, region, number);
        }

        return faults.Count == before ? area : null;
    }

    private Region? Code(JsonElement feature, int number)
    {
        var properties = Member(feature, "properties", JsonValueKind.Object);
        if (Member(properties, codeProperty, JsonValueKind.String)?.GetString()?.Trim() is not { } code)
        {
            faults.Add($"feature {number}: has no text property '{codeProperty}'; name the property with the Kemendagri code with --code-property.");
            return null;
        }

        if (!regions.TryGetValue(code, out var region))
        {
            faults.Add(code.Length > 2 && code.All(char.IsAsciiDigit)
                ? $"feature {number}: code '{code}' has no dots; BPS writes codes so, and they mean other places. Name a property with Kemendagri codes such as 32.04."
                : $"feature {number}: code '{code}' is neither a province nor a regency of this folder.");
            return null;
        }

        return IsSound(region, Member(properties, "province_code", JsonValueKind.String)?.GetString(), number) ? region : null;
    }

    private bool IsSound(Region region, string? province, int number)
    {
        if (!seen.TryAdd(region.Code, number))
        {
            faults.Add($"feature {number}: code {region.Code} is that of feature {seen[region.Code]} too; put all its parts into one MultiPolygon.");
            return false;
        }

        if (province is not null && province != region.ProvinceCode)
        {
            faults.Add($"feature {number}: contradicts itself: code {region.Code}, province_code {province}.");
            return false;
        }

        return true;
    }

    private static JsonElement? Member(JsonElement? owner, string name, JsonValueKind kind) =>
        owner is { ValueKind: JsonValueKind.Object } whole && whole.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private void CheckCentre(Area area, Region region, int number)
    {
        var farthest = area.IsProvince ? FarthestProvince : FarthestRegency;
        if (area.SideOf(region.Latitude, region.Longitude) is AreaSide.Outside && area.KilometresFrom(region.Latitude, region.Longitude) is var kilometres && kilometres > farthest)
        {
            faults.Add($"feature {number} ({region.Code} {region.FullName}): lies {kilometres:0} km from its centre in the lists; it is another place, or the code is not Kemendagri's.");
        }
    }
}
