using System.Text.Json;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>Polygons of one GeoJSON feature; a ring that is open, flat or off the country is a fault.</summary>
internal static class BoundaryRings
{
    private const int Fewest = 4;

    public static IReadOnlyList<AreaPolygon> Read(JsonElement feature, Action<string> fault)
    {
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind is not JsonValueKind.Object
            || !geometry.TryGetProperty("type", out var type) || !geometry.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind is not JsonValueKind.Array)
        {
            fault("has no geometry.");
            return [];
        }

        var polygons = (type.ValueKind is JsonValueKind.String ? type.GetString() : null) switch
        {
            "Polygon" => [Polygon(coordinates, 1, fault)],
            "MultiPolygon" => coordinates.EnumerateArray().Select((polygon, index) => Polygon(polygon, index + 1, fault)).ToArray(),
            _ => null,
        };
        if (polygons is null or [])
        {
            fault("is neither a Polygon nor a MultiPolygon with parts.");
        }

        return [.. (polygons ?? []).OfType<AreaPolygon>()];
    }

    private static AreaPolygon? Polygon(JsonElement rings, int number, Action<string> fault)
    {
        if (rings.ValueKind is not JsonValueKind.Array || rings.GetArrayLength() == 0)
        {
            fault($"polygon {number} has no ring.");
            return null;
        }

        var read = rings.EnumerateArray().Select((ring, index) => Ring(ring, $"polygon {number}, ring {index + 1}", fault)).ToList();
        var whole = read.OfType<AreaRing>().ToList();
        if (whole.Count < read.Count)
        {
            return null;
        }

        for (var hole = 1; hole < whole.Count; hole++)
        {
            if (whole[0].SideOf(whole[hole][0].Latitude, whole[hole][0].Longitude) is AreaSide.Outside)
            {
                fault($"polygon {number}, ring {hole + 1} is a hole outside its polygon.");
                return null;
            }
        }

        return new AreaPolygon(whole);
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
