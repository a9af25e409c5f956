using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Tests.Config;

public sealed class ShippedPlacesTests
{
    private static readonly PlaceSearch Search = new(ShippedRules.Knowledge);

    [Fact]
    public void The_country_is_complete()
    {
        var regions = ShippedRules.Knowledge.Regions;

        Assert.Equal((38, 416, 98), (regions.Count(region => region.Kind is RegionKind.Province), regions.Count(region => region.Kind is RegionKind.Kabupaten), regions.Count(region => region.Kind is RegionKind.Kota)));
        Assert.Equal(7285, ShippedRules.Knowledge.Districts.Count);
        Assert.All(regions, region => Assert.NotNull(region.Bps));
        Assert.Equal(514, ShippedRules.Knowledge.Districts.Select(district => district.RegencyCode).Distinct().Count());
    }

    [Theory]
    [InlineData("Jalan rusak di Kab. Bandung", "32.04")]
    [InlineData("Jalan rusak di kota Bandung", "32.73")]
    [InlineData("Jalan rusak di Bandung", "32.04|32.73")]
    [InlineData("Jalan rusak di Bandung, kec. Coblong", "32.73.02")]
    [InlineData("Jalan rusak di Coblong Bandung", "32.73.02")]
    [InlineData("Jalan rusak di Kecamatan Cileunyi", "32.04.05")]
    [InlineData("Jalan rusak di Malang, kecamatan Klojen", "35.73.02")]
    [InlineData("Jalan rusak di Malang dekat Kepanjen", "35.07.13")]
    [InlineData("Jalan rusak di Jawa Timur, Blitar", "35.05|35.72")]
    [InlineData("Ibu saya di kota jatuh di jalan yang rusak", "-")]
    [InlineData("Mohon jalan kami diperbaiki, salam damai", "-")]
    [InlineData("Jalan rusak di Nabire", "94.01")]
    [InlineData("Jalan rusak di Kota Sorong", "96.71")]
    public void Names_find_regencies_cities_and_districts(string text, string places)
    {
        var found = Search.Find(text, null, ShippedRules.At(ShippedRules.After));

        Assert.Equal(places, Answer(found));
    }

    [Theory]
    [InlineData("11.01", "11.01")]
    [InlineData("1101", "11.01|11.09")]
    [InlineData("3204", "32.04")]
    [InlineData("320405", "32.04.05")]
    [InlineData("91", "91|92")]
    [InlineData("32", "32")]
    public void Codes_of_BPS_are_not_taken_for_those_of_Kemendagri(string code, string places) =>
        Assert.Equal(places, Answer(Search.Find(null, new ReportPlace(RegionCode: code), ShippedRules.At(ShippedRules.After))));

    [Theory]
    [InlineData(-6.9147, 107.6098, "32.73")]
    [InlineData(-7.2575, 112.7521, "35.78")]
    [InlineData(-5.1477, 119.4327, "73.71")]
    [InlineData(0.5071, 101.4478, "14.71")]
    [InlineData(3.3000, 117.5900, "65.71")]
    [InlineData(107.6098, -6.9147, "-")]
    [InlineData(-8.0, 104.0, "-")]
    [InlineData(51.5, 0.1, "-")]
    public void Points_in_towns_are_found_and_points_at_sea_are_not_guessed(double latitude, double longitude, string place)
    {
        var found = Search.Find(null, new ReportPlace(Latitude: latitude, Longitude: longitude), ShippedRules.At(ShippedRules.After));

        Assert.StartsWith(place, Answer(found), StringComparison.Ordinal);
        Assert.Equal(place is "-", found.Unused.Count > 0);
    }

    private static string Answer(FoundPlace found) =>
        found.Doubt.Count > 0 ? string.Join('|', found.Doubt.Select(region => region.Split(' ')[0])) : found.Code ?? "-";
}
