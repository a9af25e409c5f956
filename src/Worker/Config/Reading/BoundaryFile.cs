using System.Globalization;
using System.Text;
using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>
/// Borders as the hub keeps them: a line for each area and polygon, and a line of longitudes and latitudes for each ring, outer
/// ring first. The numbers are those that were imported, to the last digit.
/// </summary>
internal static class BoundaryFile
{
    private const string Head = "hub-boundaries 1";

    /// <returns>Null when no borders were imported.</returns>
    public static Boundaries? Read(string folder, List<KnowledgeFault> faults)
    {
        var path = Path.Combine(folder, KnowledgeFile.Boundaries);
        if (!File.Exists(path))
        {
            return null;
        }

        var areas = new List<(string Code, List<List<AreaRing>> Polygons)>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!Take(line, number, areas))
            {
                faults.Add(new KnowledgeFault(KnowledgeFile.Boundaries, $"line {number}", "cannot be read.", "Import the borders again with hub places import, or remove the file."));
                return null;
            }
        }

        return new Boundaries([.. areas.Select(area => new Area(area.Code, [.. area.Polygons.Select(rings => new AreaPolygon(rings))]))]);
    }

    public static void Write(string folder, IEnumerable<Area> areas)
    {
        var text = new StringBuilder(Head).Append('\n');
        foreach (var area in areas.OrderBy(area => area.Code, StringComparer.Ordinal))
        {
            text.Append("area ").Append(area.Code).Append('\n');
            foreach (var polygon in area.Polygons)
            {
                text.Append("polygon\n");
                foreach (var ring in polygon.Rings)
                {
                    text.Append("ring");
                    for (var at = 0; at < ring.Count; at++)
                    {
                        text.Append(CultureInfo.InvariantCulture, $" {ring[at].Longitude:R} {ring[at].Latitude:R}");
                    }

                    text.Append('\n');
                }
            }
        }

        // Whole or not at all: a hub that starts meanwhile reads the old file.
        var path = Path.Combine(folder, KnowledgeFile.Boundaries);
        File.WriteAllText(path + ".new", text.ToString());
        File.Move(path + ".new", path, overwrite: true);
    }

    private static bool Take(string line, int number, List<(string Code, List<List<AreaRing>> Polygons)> areas)
    {
        var parts = line.Split(' ');
        return number == 1 ? line == Head : parts[0] switch
        {
            "area" => TakeArea(parts, areas),
            "polygon" => TakePolygon(areas),
            "ring" => TakeRing(parts, areas),
            _ => line.Length == 0,
        };
    }

    private static bool TakeArea(string[] parts, List<(string Code, List<List<AreaRing>> Polygons)> areas)
    {
        if (parts.Length != 2 || parts[1].Length is not (2 or 5))
        {
            return false;
        }

        areas.Add((parts[1], []));
        return true;
    }

    private static bool TakePolygon(List<(string Code, List<List<AreaRing>> Polygons)> areas)
    {
        if (areas is not [.., var area])
        {
            return false;
        }

        area.Polygons.Add([]);
        return true;
    }

    private static bool TakeRing(string[] parts, List<(string Code, List<List<AreaRing>> Polygons)> areas)
    {
        if (areas is not [.., { Polygons: [.., var rings] }] || Ring(parts) is not { } ring)
        {
            return false;
        }

        rings.Add(ring);
        return true;
    }

    private static AreaRing? Ring(string[] parts)
    {
        var points = new List<(double, double)>(parts.Length / 2);
        for (var at = 1; at + 1 < parts.Length; at += 2)
        {
            if (!double.TryParse(parts[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude) || !double.TryParse(parts[at + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude))
            {
                return null;
            }

            points.Add((longitude, latitude));
        }

        return points.Count >= 4 && parts.Length % 2 == 1 && points[0] == points[^1] ? new AreaRing(points) : null;
    }
}
