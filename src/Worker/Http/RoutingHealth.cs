using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Http;

/// <summary>Are the rules in force the ones in the folder? A set with a fault is not used: the last good one stays, and this says so until it is mended.</summary>
internal sealed class RoutingHealth(RuleFilesState state)
{
    public PartHealth Read()
    {
        var now = state.Now;
        string?[] reasons = [Refused(now), now.NeedsRestart, Shadow(now)];
        var reason = string.Join(" ", reasons.Where(each => each is not null));
        return new PartHealth(reason.Length > 0 ? HealthStatus.Degraded : HealthStatus.Healthy, reason.Length > 0 ? reason : null, new Dictionary<string, object?>
        {
            ["ruleSet"] = now.RuleSet,
            ["since"] = now.Since,
            ["faults"] = now.Faults.Count,
            ["shadowSet"] = now.ShadowSet,
        });
    }

    private static string? Refused(RuleFilesSight now) => now.Faults is [var first, ..]
        ? $"The rule files in {now.Folder} are not used, {now.RuleSet} stays in force: {Counted(now.Faults)}, the first: {first} All of them: hub routing check --rules {now.Folder}"
        : null;

    private static string? Shadow(RuleFilesSight now) => now.ShadowFaults is [var first, ..]
        ? $"The shadow rule files in {now.ShadowFolder} are not used: {Counted(now.ShadowFaults)}, the first: {first}"
        : null;

    private static string Counted(IReadOnlyList<KnowledgeFault> faults) => faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
}
