namespace Hub.Worker.Http;

/// <summary>A webhook that is switched off leaves a unit untold until somebody looks.</summary>
internal static class UnitWebhookHealth
{
    public static PartHealth Of(IReadOnlyList<string> off) => new(
        off.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy,
        off.Count > 0 ? $"Webhooks of units are switched off and their events wait: {string.Join(", ", off)}. Look with: hub units webhook list" : null,
        new Dictionary<string, object?> { ["off"] = off.Count });
}
