using Hub.Contracts.Reports;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Tests.Config;

/// <summary>The rule files as they are shipped, loaded once, and a short way to ask them.</summary>
internal static class ShippedRules
{
    public const string Before = "2024-10-20";
    public const string After = "2025-06-01";

    public static RoutingKnowledge Knowledge { get; } = RoutingFiles.Load(RoutingFiles.Shipped) is RoutingFilesResult.Loaded(var knowledge)
        ? knowledge
        : throw new InvalidOperationException("The shipped rule files have faults; run hub routing check.");

    private static RoutingEngine Engine { get; } = new(Knowledge);

    public static RoutingDecision Decide(string text, string? place = null, string day = After) =>
        Engine.Decide(Facts(text) with { Place = place is null ? null : new ReportPlace(place), ReceivedAt = At(day) });

    public static RoutingDecision Decide(ReportFacts facts) => Engine.Decide(facts);

    public static ReportFacts Facts(string text) =>
        new("sp4n-lapor", At(After), null, text, null, ReportClass.Unclassified, new Sensitivity(false, false), null);

    public static DateTimeOffset At(string day) => DateTimeOffset.Parse(day + "T10:00:00+07:00", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Outcome and target in one word: "PU-BM", "EXT-KAB", "not ours", "triage".</summary>
    public static string Target(RoutingDecision decision) => decision.Outcome switch
    {
        RoutingOutcome.Assigned => decision.Unit!,
        RoutingOutcome.NotOurs => decision.Addressee ?? "not ours",
        _ => "triage",
    };
}
