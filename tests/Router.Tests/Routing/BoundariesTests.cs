using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing;

/// <summary>R2 of PEERS 5.7: on and beside a border, in a hole, in one of several parts.</summary>
public class BoundariesTests
{
    // Two neighbours share the line at longitude 110; the western one has a hole and an island.
    private static readonly Boundaries Two = new(
    [
        new Area("91.01", [new AreaPolygon([Square(100, 110, 0, 10), Square(103, 105, 3, 5)]), new AreaPolygon([Square(95, 96, 0, 1)])]),
        new Area("91.02", [new AreaPolygon([Square(110, 120, 0, 10)])]),
        new Area("91", [new AreaPolygon([Square(95, 120, 0, 10)])]),
    ]);

    [Theory]
    [InlineData(5, 101, "91.01 Inside")]
    [InlineData(5, 115, "91.02 Inside")]
    [InlineData(5, 110, "91.01 Border, 91.02 Border")]
    [InlineData(5, 109.9999999, "91.01 Inside")]
    [InlineData(5, 110.0000001, "91.02 Inside")]
    [InlineData(0, 110, "91.01 Border, 91.02 Border")]
    [InlineData(0, 101, "91.01 Border")]
    [InlineData(-0.0000001, 101, "")]
    [InlineData(10, 120, "91.02 Border")]
    [InlineData(4, 104, "")]
    [InlineData(4, 103, "91.01 Border")]
    [InlineData(4, 102.9999999, "91.01 Inside")]
    [InlineData(4, 103.0000001, "")]
    [InlineData(0.5, 95.5, "91.01 Inside")]
    [InlineData(5, 97, "")]
    [InlineData(5, 130, "")]
    public void A_point_is_in_its_area_on_a_border_in_all_that_share_it_and_in_a_hole_in_none(double latitude, double longitude, string areas) =>
        Assert.Equal(areas, string.Join(", ", Two.At(latitude, longitude, provinces: false).Select(hit => $"{hit.Area.Code} {hit.Side}")));

    [Fact]
    public void Provinces_and_regencies_are_levels_of_their_own() =>
        Assert.Equal(["91"], Two.At(4, 104, provinces: true).Select(hit => hit.Area.Code));

    [Theory]
    [InlineData(5, 121, 110.8)]
    [InlineData(11, 115, 111.2)]
    [InlineData(5, 120, 0)]
    public void The_way_to_a_border_is_told_in_kilometres(double latitude, double longitude, double kilometres) =>
        Assert.Equal(kilometres, Two.Find("91.02")!.KilometresFrom(latitude, longitude), 0.1);

    internal static AreaRing Square(double west, double east, double south, double north) =>
        new([(west, south), (east, south), (east, north), (west, north), (west, south)]);
}
