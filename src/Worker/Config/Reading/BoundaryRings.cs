using System.Text.Json;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Polygons of one GeoJSON feature; a ring that is open, flat or off the country is a fault.</summary>
internal static class BoundaryRings
{
    private const int Fewest = 4;

    /// <param name="mended">Takes holes outside their polygon as parts of their own and is told of each; null: they are faults.</param>
    public static IReadOnlyList<AreaPolygon> Read(JsonElement feature, Action<string> fault, Action<string>? mended)
    {
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind is not JsonValueKind.Object
            || !geometry.TryGetProperty("type", out var type) || !geometry.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind is not JsonValueKind.Array)
        {
            fault("has no geometry.");
            return [];
        }

        var polygons = (type.ValueKind is JsonValueKind.String ? type.GetString() : null) switch
        {
            "Polygon" => [Rings(coordinates, 1, fault)],
            "MultiPolygon" => coordinates.EnumerateArray().Select((polygon, index) => Rings(polygon, index + 1, fault)).ToArray(),
            _ => null,
        };
        if (polygons is null or [])
        {
            fault("is neither a Polygon nor a MultiPolygon with parts.");
        }

        return [.. (polygons ?? []).SelectMany((rings, index) => Polygons(rings, $"polygon {index + 1}", fault, mended))];
    }

    /// <returns>None where one of them is broken.</returns>
    private static List<AreaRing> Rings(JsonElement rings, int number, Action<string> fault)
    {
        if (rings.ValueKind is not JsonValueKind.Array || rings.GetArrayLength() == 0)
        {
            fault($"polygon {number} has no ring.");
            return [];
        }

        var read = rings.EnumerateArray().Select((ring, index) => Ring(ring, $"polygon {number}, ring {index + 1}", fault)).ToList();
        return read.Contains(null) ? [] : [.. read.OfType<AreaRing>()];
    }

    private static IEnumerable<AreaPolygon> Polygons(List<AreaRing> rings, string name, Action<string> fault, Action<string>? mended)
    {
        if (rings is not [var outer, .. var holes])
        {
            return [];
        }

        // Rings that were simplified each for itself may cross by a little.
        var outside = holes.Where(hole => Enumerable.Range(0, hole.Count).All(at => outer.SideOf(hole[at].Latitude, hole[at].Longitude) is AreaSide.Outside)).ToList();
        foreach (var hole in outside)
        {
            (mended ?? fault)($"{name}, ring {rings.IndexOf(hole) + 1} is a hole outside its polygon.");
        }

        return [new AreaPolygon([outer, .. holes.Except(outside)]), .. outside.Select(ring => new AreaPolygon([ring]))];
    }

    private static AreaRing? Ring(JsonElement ring, string name, Action<string> fault)
    {
        var points = ring.ValueKind is JsonValueKind.Array ? ring.EnumerateArray().Select(Point).ToList() : [];
        if (points.Exists(point => point is null))
        {
            fault($"{name}, position {points.IndexOf(null) + 1} is no longitude and latitude of this country (longitude comes first).");
            return null;
        }

        if (points.Count < Fewest || points[0] != points[^1])
        {
            fault($"{name} is not closed: it needs four positions or more, the last equal to the first.");
            return null;
        }

        var whole = points.ConvertAll(point => point!.Value);
        if (Area(whole) == 0)
        {
            fault($"{name} encloses nothing.");
            return null;
        }

        return new AreaRing(whole);
    }

    private static (double Longitude, double Latitude)? Point(JsonElement position) =>
        position.ValueKind is JsonValueKind.Array && position.GetArrayLength() >= 2
            && position[0] is { ValueKind: JsonValueKind.Number } east && position[1] is { ValueKind: JsonValueKind.Number } north
            && east.GetDouble() is >= 90 and <= 146 and var longitude && north.GetDouble() is >= -16 and <= 11 and var latitude
                ? (longitude, latitude)
                : null;

    private static double Area(List<(double Longitude, double Latitude)> ring)
    {
        var (sum, origin) = (0.0, ring[0]);
        for (var at = 1; at < ring.Count; at++)
        {
            var (from, to) = (ring[at - 1], ring[at]);
            sum += ((from.Longitude - origin.Longitude) * (to.Latitude - origin.Latitude)) - ((to.Longitude - origin.Longitude) * (from.Latitude - origin.Latitude));
        }

        return Math.Abs(sum) / 2;
    }
}
