using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Tests.Rig;

/// <summary>A ministry of three units with rules that a test can read at a glance.</summary>
internal static class RigKnowledge
{
    public const string Roads = "DJBM";
    public const string Water = "DJSDA";
    public const string Inspectorate = "ITJEN";
    public const string CityHall = "EXT-KOTA";

    public static RoutingKnowledge Small => new()
    {
        Version = "rig-1",
        Units = new UnitDirectory(
        [
            new Unit(Roads, "Ditjen Bina Marga", null, UnitKind.EchelonOne, [], null, null, null),
            new Unit(Water, "Ditjen Sumber Daya Air", null, UnitKind.EchelonOne, [], null, null, null),
            new Unit(Inspectorate, "Inspektorat Jenderal", null, UnitKind.EchelonOne, [], null, null, null),
            new Unit(CityHall, "Pemerintah Kota", null, UnitKind.External, [], null, null, null),
        ]),
        Topics =
        [
            new RoutingTopic("road", "kerusakan jalan", [Roads], [new RoutingRule("road-1", 5, ["jalan rusak"], [])]),
            new RoutingTopic("flood", "banjir sungai", [Water], [new RoutingRule("flood-1", 5, ["sungai meluap"], [])]),
            new RoutingTopic("card", "kartu penduduk", [], [new RoutingRule("card-1", 5, ["kartu penduduk"], [])]) { Addressee = CityHall },
        ],
        Authority = new AuthorityRules([new RoutingRule("local-1", 5, ["jalan desa"], [])], [new RoutingRule("national-1", 5, ["jalan nasional"], [])]),
        Questions = [new ReporterQuestion("road", "Jalan siapa?", "Di mana, dan jalan siapa?")],
        Restricted = new RestrictedRules([Inspectorate], [new RoutingRule("bribe-1", 5, ["suap"], [])], [], SecretReports: true),
    };
}
