using Hub.Contracts.Reports;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Benchmarks.Production;

/// <summary>Which units the samples go to, by the rules that ship; a sample that needs a person would measure something else.</summary>
internal static class RoutedUnits
{
    public static IReadOnlyCollection<string> OfSamples() => OfSamples(RoutingFiles.Shipped);

    public static IReadOnlyCollection<string> OfSamples(string folder)
    {
        var engine = Engine(folder);
        return [.. Samples.Routable.Select(text => UnitOf(engine, text)).Distinct()];
    }

    public static RoutingEngine Engine() => Engine(RoutingFiles.Shipped);

    public static RoutingEngine Engine(string folder) => RoutingFiles.Load(folder) is RoutingFilesResult.Loaded loaded
        ? new RoutingEngine(loaded.Knowledge)
        : throw new InvalidOperationException($"The rules in {folder} are refused; hub routing check says why.");

    /// <summary>As the hub sees what comes by WhatsApp.</summary>
    public static ReportFacts Facts(string text) =>
        new("whatsapp", TimeProvider.System.GetUtcNow(), null, text, null, ReportClass.Unclassified, new Sensitivity(false, false), null);

    private static string UnitOf(RoutingEngine engine, string text) => engine.Decide(Facts(text)) is { Outcome: RoutingOutcome.Assigned, Unit: { } unit }
        ? unit
        : throw new InvalidOperationException($"No rule assigns this sample, so it cannot be used for load: {text}");
}
