namespace Hub.Router.Routing;

/// <summary>Where a point lies to an area. The border belongs to the area, that of a hole in it too.</summary>
public enum AreaSide
{
    Outside,
    Border,
    Inside,
}

/// <summary>Exact borders of provinces and regencies as an operator imported them; nothing is simplified.</summary>
public sealed class Boundaries(IReadOnlyList<Area> areas)
{
    public IReadOnlyList<Area> Areas => areas;

    /// <summary>
    /// Areas of one level that hold the point: one, where it is clear; two or more on a common border or where areas overlap;
    /// none outside and in holes.
    /// </summary>
    public IReadOnlyList<(Area Area, AreaSide Side)> At(double latitude, double longitude, bool provinces)
    {
        List<(Area, AreaSide)>? found = null;
        foreach (var area in areas)
        {
            if (area.IsProvince == provinces && area.SideOf(latitude, longitude) is var side and not AreaSide.Outside)
            {
                (found ??= []).Add((area, side));
            }
        }

        return found ?? [];
    }

    public Area? Find(string code) => areas.FirstOrDefault(area => area.Code == code);
}

/// <summary>A province (32) or a regency (32.04) with all its parts.</summary>
public sealed record Area(string Code, IReadOnlyList<AreaPolygon> Polygons)
{
    public bool IsProvince => Code.Length == 2;

    /// <summary>Inside one part is inside; the border of two parts of one area is inside it for all purposes.</summary>
    public AreaSide SideOf(double latitude, double longitude)
    {
        var side = AreaSide.Outside;
        foreach (var polygon in Polygons)
        {
            side = (AreaSide)Math.Max((int)side, (int)polygon.SideOf(latitude, longitude));
            if (side is AreaSide.Inside)
            {
                break;
            }
        }

        return side;
    }

    /// <summary>From a point outside to the nearest stretch of border.</summary>
    public double KilometresFrom(double latitude, double longitude) =>
        Polygons.SelectMany(polygon => polygon.Rings).Min(ring => ring.KilometresFrom(latitude, longitude));
}

/// <param name="Rings">The outer ring, then the holes.</param>
public sealed record AreaPolygon(IReadOnlyList<AreaRing> Rings)
{
    public AreaSide SideOf(double latitude, double longitude)
    {
        var side = Rings[0].SideOf(latitude, longitude);
        for (var hole = 1; hole < Rings.Count && side is AreaSide.Inside; hole++)
        {
            side = Rings[hole].SideOf(latitude, longitude) switch
            {
                AreaSide.Inside => AreaSide.Outside,
                AreaSide.Border => AreaSide.Border,
                _ => side,
            };
        }

        return side;
    }
}
