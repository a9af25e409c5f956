using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Tests.Rig;

/// <summary>A ministry that is parted in two at the end of Tuesday 10 March 2026, with rules whose topics follow each other by weight.</summary>
internal static class RigMinistry
{
    public const string OldRoads = "LAMA-BM";
    public const string Roads = "BARU-BM";
    public const string OldHousing = "LAMA-PERUM";
    public const string Housing = "RUMAH";
    public const string Orphan = "LAMA-KEBUN";
    public const string Water = "AIR";
    public const string Basin = "BWS-1";
    public const string Buildings = "GEDUNG";
    public const string Archive = "ARSIP";
    public const string CityHall = "EXT-KOTA";
    public const string Transport = "EXT-HUB";

    public static readonly DateOnly LastDay = new(2026, 3, 10);
    public static readonly DateOnly FirstDay = new(2026, 3, 11);

    /// <summary>Half past midnight in Jakarta on the first day, when it is still the last day in Greenwich.</summary>
    public static readonly DateTimeOffset JustAfter = new(2026, 3, 10, 17, 30, 0, TimeSpan.Zero);

    public static UnitDirectory Units { get; } = new(
    [
        new("LAMA", "Kementerian Lama", null, UnitKind.Ministry, [], null, LastDay, "BARU"),
        new("BARU", "Kementerian Baru", null, UnitKind.Ministry, [], FirstDay, null, null),
        new(OldRoads, "Ditjen Jalan Lama", "LAMA", UnitKind.EchelonOne, [], null, LastDay, Roads),
        new(Roads, "Ditjen Jalan Baru", "BARU", UnitKind.EchelonOne, [], FirstDay, null, null),
        new(OldHousing, "Ditjen Perumahan Lama", "LAMA", UnitKind.EchelonOne, [], null, LastDay, Housing),
        new(Housing, "Kementerian Perumahan", null, UnitKind.Ministry, [], FirstDay, null, null),
        new(Orphan, "Ditjen Kebun", "LAMA", UnitKind.EchelonOne, [], null, LastDay, null),
        new(Water, "Ditjen Air", null, UnitKind.EchelonOne, [], null, null, null),
        new(Basin, "Balai Wilayah Sungai Satu", Water, UnitKind.Bws, [], null, null, null),
        new(Buildings, "Ditjen Gedung", null, UnitKind.EchelonOne, [], null, null, null),
        new(Archive, "Biro Arsip", null, UnitKind.EchelonTwo, [], null, null, null),
        new(CityHall, "Pemerintah Kota", null, UnitKind.External, [], null, null, null),
        new(Transport, "Kementerian Perhubungan", null, UnitKind.External, [], null, null, null),
    ]);

    /// <summary>Roads before water before buildings; the archive is a stray word.</summary>
    public const string ManyTopics = "Ada jalan rusak, sungai meluap dan gedung retak, kata arsip";

    public static RoutingKnowledge Whole { get; } = new()
    {
        Version = "rig-2",
        Units = Units,
        Topics =
        [
            Topic("road", "jalan", 8, "jalan rusak", Roads, OldRoads),
            Topic("flood", "sungai", 6, "sungai meluap", Water),
            Topic("house", "perumahan", 5, "rumah susun", OldHousing),
            Topic("building", "gedung", 4, "gedung retak", Buildings),
            Topic("archive", "arsip", 1.4, "kata arsip", Archive),
            Topic("garden", "kebun", 5, "kebun kota", Orphan),
            Topic("bus", "angkutan", 5, "bus kota") with { Addressee = Transport },
        ],
        Restricted = new RestrictedRules([Archive], [new RoutingRule("bribe-1", 5, ["suap"], [])], [], SecretReports: true),
    };

    private static RoutingTopic Topic(string id, string subject, double weight, string words, params string[] units) => new(id, subject, units, [new RoutingRule($"{id}-1", weight, [words], [])]);
}
