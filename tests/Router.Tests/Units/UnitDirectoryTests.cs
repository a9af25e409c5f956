using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public sealed class UnitDirectoryTests
{
    private static readonly DateOnly LastDay = new(2024, 10, 20);
    private static readonly DateOnly FirstDay = new(2024, 10, 21);

    private static readonly UnitDirectory Directory = new(
    [
        new("PUPR", "Dulu", null, UnitKind.Ministry, [], null, LastDay, "PU"),
        new("PUPR-SDA", "Air dulu", "PUPR", UnitKind.EchelonOne, [], null, LastDay, "PU-SDA"),
        new("PUPR-PERUM", "Perumahan dulu", "PUPR", UnitKind.EchelonOne, [], null, LastDay, "PKP"),
        new("PU", "Kini", null, UnitKind.Ministry, [], FirstDay, null, null),
        new("PU-SDA", "Air", "PU", UnitKind.EchelonOne, [], FirstDay, null, null),
        new("PKP", "Perumahan", null, UnitKind.Ministry, [], FirstDay, null, null),
        new("BWS-X", "Balai", "PU-SDA", UnitKind.Bws, ["Riau"], null, null, null),
        new("EXT-KAB", "Kabupaten", null, UnitKind.External, [], null, null, null),
    ]);

    [Theory]
    [InlineData("PUPR-SDA", "2024-10-20", true)]
    [InlineData("PUPR-SDA", "2024-10-21", false)]
    [InlineData("PU-SDA", "2024-10-20", false)]
    [InlineData("PU-SDA", "2024-10-21", true)]
    [InlineData("BWS-X", "2015-01-01", true)]
    [InlineData("BWS-X", "2030-01-01", true)]
    [InlineData("EXT-KAB", "2015-01-01", true)]
    [InlineData("NOBODY", "2024-10-21", false)]
    public void A_unit_is_found_on_its_days_only(string code, string day, bool found) =>
        Assert.Equal(found, Directory.Find(code, Day(day)) is not null);

    [Theory]
    [InlineData("2024-10-20", "BWS-X,EXT-KAB,PUPR,PUPR-PERUM,PUPR-SDA")]
    [InlineData("2024-10-21", "BWS-X,EXT-KAB,PKP,PU,PU-SDA")]
    public void In_force_lists_one_structure(string day, string codes) =>
        Assert.Equal(codes, string.Join(',', Directory.InForce(Day(day)).Select(unit => unit.Code).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("PUPR-PERUM", "2024-10-20", "PUPR-PERUM")]
    [InlineData("PUPR-PERUM", "2024-10-21", "PKP")]
    [InlineData("PUPR-SDA", "2026-01-01", "PU-SDA")]
    [InlineData("PU-SDA", "2024-10-20", null)]
    [InlineData("NOBODY", "2024-10-20", null)]
    public void The_successor_has_the_work_of_a_unit_that_ended(string code, string day, string? current) =>
        Assert.Equal(current, Directory.Current(code, Day(day))?.Code);

    [Theory]
    [InlineData("2024-10-20", "PUPR-SDA,PUPR")]
    [InlineData("2024-10-21", "PU-SDA,PU")]
    public void Ancestors_are_those_of_the_day(string day, string chain) =>
        Assert.Equal(chain, string.Join(',', Directory.Ancestors("BWS-X", Day(day)).Select(unit => unit.Code)));

    [Fact]
    public void A_code_exists_even_when_it_is_out_of_force()
    {
        Assert.True(Directory.Exists("PUPR"));
        Assert.False(Directory.Exists("pupr"));
    }

    [Fact]
    public void The_first_code_in_force_is_taken()
    {
        Assert.Equal("PUPR-SDA", Directory.FirstInForce(["PU-SDA", "PUPR-SDA"], LastDay)?.Code);
        Assert.Equal("PU-SDA", Directory.FirstInForce(["PU-SDA", "PUPR-SDA"], FirstDay)?.Code);
        Assert.Null(Directory.FirstInForce(["NOBODY"], FirstDay));
    }

    [Fact]
    public void Where_none_of_the_codes_is_in_force_the_successor_is_taken()
    {
        Assert.Equal("PKP", Directory.FirstInForce(["PUPR-PERUM"], FirstDay)?.Code);
        Assert.Equal("PUPR-PERUM", Directory.FirstInForce(["PUPR-PERUM"], LastDay)?.Code);
        Assert.Null(Directory.FirstInForce(["PKP"], LastDay));
    }

    [Theory]
    [InlineData("PUPR-PERUM", "2024-10-20", false)]
    [InlineData("PUPR-PERUM", "2024-10-21", true)]
    [InlineData("PKP", "2024-10-20", false)] // comes later
    [InlineData("BWS-X", "2030-01-01", false)]
    [InlineData("NOBODY", "2030-01-01", false)]
    public void A_unit_has_ended_after_its_last_day(string code, string day, bool ended) => Assert.Equal(ended, Directory.Ended(code, Day(day)) is not null);

    [Fact]
    public void A_ring_of_parents_or_successors_ends()
    {
        var ring = new UnitDirectory(
        [
            new("A", "A", "B", UnitKind.EchelonOne, [], null, LastDay, "B"),
            new("B", "B", "A", UnitKind.EchelonOne, [], null, LastDay, "A"),
        ]);

        Assert.Single(ring.Ancestors("A", LastDay));
        Assert.Null(ring.Current("A", FirstDay));
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
