using Hub.Router.Deadlines;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Deadlines;

/// <summary>E10, E11: who is told at which level.</summary>
public sealed class SuperiorsTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly UnitDirectory Directory = new(
    [
        new Unit("PU", "Kementerian", null, UnitKind.Ministry, [], null, null, null),
        new Unit("SETJEN", "Sekretariat Jenderal", "PU", UnitKind.EchelonOne, [], null, null, null),
        new Unit("BIRO", "Biro Komunikasi Publik", "SETJEN", UnitKind.EchelonTwo, [], null, null, null),
        new Unit("ITJEN", "Inspektorat Jenderal", "PU", UnitKind.EchelonOne, [], null, null, null),
        new Unit("SDA", "Ditjen SDA", "PU", UnitKind.EchelonOne, [], null, null, null),
        new Unit("BWS", "Balai", "SDA", UnitKind.Bws, [], null, null, null),
        new Unit("OLD", "Balai lama", "SDA", UnitKind.Bws, [], null, new DateOnly(2025, 12, 31), "BWS"),
        new Unit("GONE", "Balai bubar", "SDA", UnitKind.Bws, [], null, new DateOnly(2025, 12, 31), null),
        new Unit("LOST", "Balai tanpa induk", "NOWHERE", UnitKind.Bws, [], null, null, null),
        new Unit("ONE", "Satu", "TWO", UnitKind.Bws, [], null, null, null),
        new Unit("TWO", "Dua", "ONE", UnitKind.Bws, [], null, null, null),
        new Unit("SELF", "Diri", "SELF", UnitKind.Bws, [], null, null, null),
        new Unit("HEIR", "Satker", "OLDSDA", UnitKind.TechnicalOffice, [], null, null, null),
        new Unit("OLDSDA", "Ditjen lama", "PU", UnitKind.EchelonOne, [], null, new DateOnly(2025, 12, 31), "SDA"),
        new Unit("EXT", "Kota", null, UnitKind.External, [], null, null, null),
        new Unit("UNDEREXT", "Kantor", "EXT", UnitKind.TechnicalOffice, [], null, null, null),
    ]);

    [Theory]
    [InlineData("BWS", "BWS SDA BIRO ITJEN", "unit, superior, bureau, inspectorate")]
    [InlineData("SDA", "SDA BIRO - ITJEN", "a ministry is nobody's superior: the bureau stands in, and is not told twice")]
    [InlineData("OLD", "BWS SDA BIRO ITJEN", "its successor has its work")]
    [InlineData("GONE", "SDA - BIRO ITJEN", "ended without successor: whoever stood above it")]
    [InlineData("LOST", "LOST BIRO - ITJEN", "a superior who does not exist")]
    [InlineData("ONE", "ONE TWO BIRO ITJEN", "a loop is walked once")]
    [InlineData("SELF", "SELF BIRO - ITJEN", "its own superior")]
    [InlineData("HEIR", "HEIR SDA BIRO ITJEN", "the successor of the superior")]
    [InlineData("UNDEREXT", "UNDEREXT BIRO - ITJEN", "outsiders are not told")]
    [InlineData("EXT", "BIRO - - ITJEN", "an outside addressee is no unit of ours")]
    [InlineData("NOBODY", "BIRO - - ITJEN", "a code nobody knows")]
    [InlineData(null, "BIRO - - ITJEN", "no unit has the report")]
    [InlineData("BIRO", "BIRO SETJEN - ITJEN", "the bureau's own")]
    [InlineData("ITJEN", "ITJEN BIRO - -", "the inspectorate's own")]
    public void Each_level_tells_one_who_was_not_told(string? unit, string told, string why) =>
        Assert.True(told == Told(Directory, unit), $"{why}: {Told(Directory, unit)}");

    [Fact]
    public void Where_nobody_is_nobody_is_told() => Assert.Equal("- - - -", Told(new UnitDirectory([]), "BWS"));

    private static string Told(UnitDirectory directory, string? unit) =>
        string.Join(' ', new Superiors(directory, new DeadlineBook([RigDeadlines.Rules], new OfficeHours(OfficeZones.Jakarta), new Dictionary<string, OfficeHours>()) { Bureau = ["BIRO"], Inspectorate = ["ITJEN"] })
            .Levels(unit, Today).Select(one => one?.Code ?? "-"));
}
