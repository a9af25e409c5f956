namespace Hub.Router.Routing;

/// <summary>A closed line: the last point is the first again.</summary>
public sealed class AreaRing
{
    /// <summary>A tenth of a millimetre, in degrees: nearer than this a point is on the line.</summary>
    private const double OnLine = 1e-9;

    private const double KilometresPerDegree = 111.195;

    private readonly double[] longitudes;
    private readonly double[] latitudes;

    public AreaRing(IReadOnlyList<(double Longitude, double Latitude)> points)
    {
        longitudes = [.. points.Select(point => point.Longitude)];
        latitudes = [.. points.Select(point => point.Latitude)];
        (West, East, South, North) = (longitudes.Min(), longitudes.Max(), latitudes.Min(), latitudes.Max());
    }

    public double West { get; }

    public double East { get; }

    public double South { get; }

    public double North { get; }

    public int Count => longitudes.Length;

    public (double Longitude, double Latitude) this[int index] => (longitudes[index], latitudes[index]);

    public AreaSide SideOf(double latitude, double longitude)
    {
        if (longitude < West - OnLine || longitude > East + OnLine || latitude < South - OnLine || latitude > North + OnLine)
        {
            return AreaSide.Outside;
        }

        var inside = false;
        for (var at = 1; at < longitudes.Length; at++)
        {
            if (IsOn(at, latitude, longitude))
            {
                return AreaSide.Border;
            }

            // A ray to the east crosses the line between the two points.
            if (latitudes[at] > latitude != latitudes[at - 1] > latitude
                && longitude < longitudes[at] + ((latitude - latitudes[at]) / (latitudes[at - 1] - latitudes[at]) * (longitudes[at - 1] - longitudes[at])))
            {
                inside = !inside;
            }
        }

        return inside ? AreaSide.Inside : AreaSide.Outside;
    }

    public double KilometresFrom(double latitude, double longitude)
    {
        var narrowing = Math.Cos(latitude * Math.PI / 180);
        var least = double.PositiveInfinity;
        for (var at = 1; at < longitudes.Length; at++)
        {
            var from = (X: (longitudes[at - 1] - longitude) * narrowing, Y: latitudes[at - 1] - latitude);
            var along = (X: (longitudes[at] - longitudes[at - 1]) * narrowing, Y: latitudes[at] - latitudes[at - 1]);
            var length = (along.X * along.X) + (along.Y * along.Y);
            var share = length == 0 ? 0 : Math.Clamp(-((from.X * along.X) + (from.Y * along.Y)) / length, 0, 1);
            var (x, y) = (from.X + (share * along.X), from.Y + (share * along.Y));
            least = Math.Min(least, (x * x) + (y * y));
        }

        return Math.Sqrt(least) * KilometresPerDegree;
    }

    private bool IsOn(int end, double latitude, double longitude)
    {
        var (fromX, fromY, toX, toY) = (longitudes[end - 1], latitudes[end - 1], longitudes[end], latitudes[end]);
        if (longitude < Math.Min(fromX, toX) - OnLine || longitude > Math.Max(fromX, toX) + OnLine
            || latitude < Math.Min(fromY, toY) - OnLine || latitude > Math.Max(fromY, toY) + OnLine)
        {
            return false;
        }

        var (x, y) = (toX - fromX, toY - fromY);
        var cross = (x * (latitude - fromY)) - (y * (longitude - fromX));
        return cross * cross <= OnLine * OnLine * ((x * x) + (y * y));
    }
}
