using Hub.Contracts.Reports;
using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Tests.Routing;

/// <summary>A few rules without a fault, to break one at a time.</summary>
internal static class SmallKnowledge
{
    public static Unit Water { get; } = new("PU-SDA", "Air", "PU", UnitKind.EchelonOne, [], null, null, null);

    public static RoutingTopic Road { get; } = new("jalan", "jalan", ["PU-BM"], [Rule("jalan.frasa", 3, "jalan rusak"), new("jalan.dekat", 2, [], ["road", "broken"], 3)]) { Addressee = RoutingTopic.RegionalGovernment };

    public static RoutingTopic River { get; } = new("sungai", "sungai", ["PU-SDA"], [Rule("sungai.frasa", 3, "sungai meluap", "banjir")]);

    public static RoutingTopic Lamp { get; } = new("lampu", "lampu jalan", [], [Rule("lampu.frasa", 4, "lampu jalan")]) { Addressee = "EXT-KAB" };

    public static IReadOnlyList<Unit> Units { get; } =
    [
        new("PU", "Kementerian", null, UnitKind.Ministry, [], null, null, null),
        new("PU-ITJEN", "Inspektorat", "PU", UnitKind.EchelonOne, [], null, null, null),
        new("PU-BM", "Bina Marga", "PU", UnitKind.EchelonOne, [], null, null, null),
        Water,
        new("EXT-KAB", "Kabupaten", null, UnitKind.External, [], null, null, null),
        new("EXT-KOTA", "Kota", null, UnitKind.External, [], null, null, null),
        new("EXT-PROV", "Provinsi", null, UnitKind.External, [], null, null, null),
    ];

    public static RoutingKnowledge Whole { get; } = new()
    {
        Version = "test",
        Units = new UnitDirectory(Units),
        Topics = [Road, River, Lamp],
        Words = [new("road", ["jalan", "aspal"]), new("broken", ["rusak", "lubang"])],
        Authority = new([Rule("lokal.desa", 2, "jalan desa"), Rule("lokal.moderator", 6, "kewenangan pemerintah kabupaten")], [Rule("pusat.jalan", 3, "jalan nasional")]),
        Restricted = new(["PU-ITJEN"], [Rule("dugaan", 3, "pungli")], ["kepala desa"], SecretReports: true),
        Assets = [new("Waduk Sentosa", AssetKind.Dam, ["waduk sentosa"], "sungai")],
        Categories = [new("PU > BANJIR", "PU-SDA", null), new("PU > LAIN", null, "isi menentukan")],
        Regions =
        [
            new("91", "Tanah Uji", RegionKind.Province, [], -1, 110),
            new("91.01", "Sentosa", RegionKind.Kabupaten, [], -1, 110),
        ],
        Abbreviations = [new("jl", "jalan"), new("jln", "jalan")],
        Landmarks = ["dekat"],
    };

    public static RoutingRule Rule(string id, double weight, params string[] terms) => new(id, weight, terms, []);

    public static ReportFacts Facts(string text) =>
        new("test", new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), null, text, null, ReportClass.Unclassified, new Sensitivity(false, false), null);
}
