using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing;

public class PlaceSearchTests
{
    // Kemendagri 91.01 and BPS 9101 are two places, and so are the provinces 91 and 92.
    private static readonly RoutingKnowledge Knowledge = SmallKnowledge.Whole with
    {
        Regions =
        [
            new("91", "Papua Uji", RegionKind.Province, [], -3, 138) { Bps = "92" },
            new("92", "Papua Barat Uji", RegionKind.Province, [], -1, 133) { Bps = "91" },
            new("91.01", "Sentosa", RegionKind.Kabupaten, [], -3, 138) { Bps = "9202" },
            new("91.71", "Sentosa", RegionKind.Kota, [], -3.2, 138.4) { Bps = "9271" },
            new("92.01", "Makmur", RegionKind.Kabupaten, [], -1, 133) { Bps = "9101" },
        ],
        Districts =
        [
            new("91.01.01", "Wonoasri", -3.0, 138.0),
            new("91.01.02", "Damai", -3.1, 138.1, IsEveryday: true),
            new("91.71.01", "Tanjungsari", -3.2, 138.4),
            new("92.01.01", "Wonoasri", -1.0, 133.0),
            new("92.01.02", "Kalibaru", -1.5, 133.5),
        ],
    };

    private static readonly PlaceSearch Search = new(Knowledge);

    [Theory]
    [InlineData("91", "91|92")]
    [InlineData("91.01", "91.01")]
    [InlineData("91.01.01", "91.01.01")]
    [InlineData("91.01.01.2001", "91.01.01")]
    [InlineData("9101", "91.01|92.01")]
    [InlineData("9171", "91.71")]
    [InlineData("9202", "91.01")]
    [InlineData("910101", "91.01.01")]
    [InlineData("9202010", "91.01")]
    [InlineData("9101012001", "91.01|92.01")]
    [InlineData("91.99", "91")]
    [InlineData("99.01", "-")]
    [InlineData("91.1", "-")]
    [InlineData("9101a", "-")]
    [InlineData("12345", "-")]
    public void A_code_without_dots_counts_only_where_both_numberings_agree(string code, string places) =>
        Assert.Equal(places, Answer(Search.Find(null, new ReportPlace(RegionCode: code), DateTimeOffset.UnixEpoch)));

    [Theory]
    [InlineData("9101", "Kabupaten Sentosa", "91.01")]
    [InlineData("9101", "Kabupaten Makmur", "92.01")]
    [InlineData("9101", "Papua Barat Uji", "92.01")]
    [InlineData("91", "Papua Uji", "91")]
    [InlineData("9101", "Entah", "91.01|92.01")]
    public void A_name_beside_it_tells_which_numbering_was_meant(string code, string name, string places) =>
        Assert.Equal(places, Answer(Search.Find(null, new ReportPlace(Text: name, RegionCode: code), DateTimeOffset.UnixEpoch)));

    [Theory]
    [InlineData("Jalan di Sentosa rusak", "91.01|91.71")]
    [InlineData("Jalan di Kabupaten Sentosa rusak", "91.01")]
    [InlineData("Jalan di kota Sentosa rusak", "91.71")]
    [InlineData("Jalan di Sentosa, kecamatan Tanjungsari", "91.71.01")]
    [InlineData("Jalan di Sentosa dekat Tanjungsari", "91.71.01")]
    [InlineData("Jalan di Sentosa, kecamatan Tanjungsari dan kecamatan Wonoasri", "91.01|91.71")]
    [InlineData("Jalan di Sentosa yang damai", "91.01|91.71")]
    [InlineData("Jalan di Sentosa kecamatan Damai", "91.01.02")]
    [InlineData("Jalan di Tanjungsari rusak", "-")]
    [InlineData("Jalan di kecamatan Tanjungsari rusak", "91.71.01")]
    [InlineData("Jalan di kecamatan Wonoasri rusak", "91.01|92.01")]
    [InlineData("Jalan di kecamatan Wonoasri, Papua Barat Uji", "92.01.01")]
    [InlineData("Jalan di kecamatan Wonoasri, Makmur", "92.01.01")]
    public void A_district_helps_after_its_cue_or_beside_its_regency(string text, string places) => Assert.Equal(places, Answer(Search.Find(text, null, DateTimeOffset.UnixEpoch)));

    [Theory]
    [InlineData(-3.01, 138.01, "91.01.01", "dugaan")]
    [InlineData(-3.15, 138.24, "91.01|91.71", "dekat batas")]
    [InlineData(-1.0, 133.1, "92.01.01", "dugaan")]
    [InlineData(138.0, -3.0, "-", "tertukar")]
    [InlineData(-8.0, 120.0, "-", "laut")]
    [InlineData(0, 0, "-", "luar Indonesia")]
    [InlineData(double.NaN, 138, "-", "bukan angka")]
    public void Coordinates_find_the_nearest_district_or_say_why_not(double latitude, double longitude, string places, string why)
    {
        var found = Search.Find(null, new ReportPlace(Latitude: latitude, Longitude: longitude), DateTimeOffset.UnixEpoch);

        Assert.Equal(places, Answer(found));
        Assert.Contains(why, string.Join(' ', found.Unused.Prepend(found.From)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sentosa", -3.2, 138.4, "91.71.01", "")]
    [InlineData("Kota Sentosa", -3.0, 138.0, "91.71", "koordinat menunjuk")]
    [InlineData("Papua Uji", -3.0, 138.0, "91.01.01", "")]
    [InlineData("Papua Uji", -1.0, 133.0, "91", "koordinat menunjuk")]
    [InlineData("Kabupaten Sentosa", 138.0, -3.0, "91.01", "tertukar")]
    public void Coordinates_settle_what_names_leave_open_and_never_overrule_them(string name, double latitude, double longitude, string places, string unused)
    {
        var found = Search.Find(null, new ReportPlace(Text: name, Latitude: latitude, Longitude: longitude), DateTimeOffset.UnixEpoch);

        Assert.Equal(places, Answer(found));
        Assert.Contains(unused, string.Join(' ', found.Unused), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3.0, 138.3, "91.01", "batas wilayah")]
    [InlineData(-3.0, 138.35, "91.01|91.71", "batas bersama")]
    [InlineData(-3.0, 138.4, "91.71", "batas wilayah")]
    [InlineData(-2.49, 138.0, "91", "luar garis batas")]
    [InlineData(-2.4, 138.0, "-", "laut")]
    [InlineData(-1.0, 133.0, "92.01.01", "dugaan")]
    public void Imported_borders_are_exact_and_leave_other_regencies_to_the_centres(double latitude, double longitude, string places, string why)
    {
        var borders = new Boundaries(
        [
            new Area("91.01", [new AreaPolygon([BoundariesTests.Square(137.5, 138.35, -3.5, -2.5)])]),
            new Area("91.71", [new AreaPolygon([BoundariesTests.Square(138.35, 139, -3.5, -2.5)])]),
        ]);
        var found = new PlaceSearch(Knowledge with { Boundaries = borders }).Find(null, new ReportPlace(Latitude: latitude, Longitude: longitude), DateTimeOffset.UnixEpoch);

        Assert.Equal(places, Answer(found));
        Assert.Contains(why, string.Join(' ', found.Unused.Prepend(found.From)), StringComparison.Ordinal);
    }

    private static string Answer(FoundPlace found) =>
        found.Doubt.Count > 0 ? string.Join('|', found.Doubt.Select(region => region.Split(' ')[0])) : found.Code ?? "-";
}
