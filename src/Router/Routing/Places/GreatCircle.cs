namespace Hub.Router.Routing.Places;

/// <summary>Points as unit vectors: the nearest has the greatest dot product, so thousands are compared in microseconds.</summary>
internal readonly record struct GreatCircle(double X, double Y, double Z)
{
    private const double EarthKilometres = 6371.0088;

    public static GreatCircle At(double latitude, double longitude)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(latitude * Math.PI / 180);
        var (sinLongitude, cosLongitude) = Math.SinCos(longitude * Math.PI / 180);
        return new(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    public double Dot(GreatCircle other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public static double Kilometres(double dot) => Math.Acos(Math.Clamp(dot, -1, 1)) * EarthKilometres;
}
