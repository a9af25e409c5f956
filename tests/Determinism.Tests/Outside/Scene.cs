using Hub.Contracts.Reports;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Determinism.Tests.Outside;

/// <summary>The names and the small ministry that all scenarios play in.</summary>
internal static class Scene
{
    public const string Channel = "kanal";
    public const string Account = "utama";

    /// <summary>Takes events from its queue.</summary>
    public const string Water = "DJSDA";

    /// <summary>Takes events at its webhook.</summary>
    public const string Roads = "DJBM";

    /// <summary>Takes events from its queue until it ends; then the water unit carries on its work.</summary>
    public const string Ending = "DJCK";

    public const string Inspectorate = "ITJEN";
    public const string CityHall = "EXT-KOTA";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);

    public static RoutingEngine Engine { get; } = new(new RoutingKnowledge
    {
        Version = "determinism-1",
        Units = new UnitDirectory(
        [
            Unit(Roads, UnitKind.EchelonOne),
            Unit(Water, UnitKind.EchelonOne),
            Unit(Inspectorate, UnitKind.EchelonOne),
            Unit(Ending, UnitKind.EchelonOne) with { ValidTo = new DateOnly(2026, 3, 4), Successor = Water },
            Unit(CityHall, UnitKind.External),
        ]),
        Topics =
        [
            new RoutingTopic("road", "kerusakan jalan", [Roads], [new RoutingRule("road-1", 5, ["jalan rusak"], [])]),
            new RoutingTopic("flood", "banjir sungai", [Water], [new RoutingRule("flood-1", 5, ["sungai meluap"], [])]),
            new RoutingTopic("bridge", "jembatan", [Roads], [new RoutingRule("bridge-1", 9, ["jembatan putus"], [])]),
            new RoutingTopic("building", "gedung", [Ending], [new RoutingRule("building-1", 5, ["gedung retak"], [])]),
            new RoutingTopic("card", "kartu penduduk", [], [new RoutingRule("card-1", 5, ["kartu penduduk"], [])]) { Addressee = CityHall },
        ],
        Restricted = new RestrictedRules([Inspectorate], [], [], SecretReports: true),
    });

    /// <summary>No days off but weekends, and the same limits for all.</summary>
    public static DeadlineBook Deadlines { get; } = new(
        [
            new DeadlineRules("determinism-1", new DateOnly(2020, 1, 1), Enum.GetValues<ReportClass>().ToDictionary(kind => kind, _ => new ClassLimits(3, 5, 14)))
            {
                AutoClose = 10,
                WarnBefore = 1,
                ReopenWithin = 10,
                Escalate = new EscalationDays(0, 2, 5, 10),
                Closing = new Dictionary<string, ClosedBy>(),
                OthersClosedBy = ClosedBy.Hub,
            },
        ],
        new OfficeHours(OfficeZones.Jakarta), new Dictionary<string, OfficeHours>())
    { Bureau = [Roads], Inspectorate = [Inspectorate] };

    private static Unit Unit(string code, UnitKind kind) => new(code, $"Unit {code}", null, kind, [], null, null, null);
}
