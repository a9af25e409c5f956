using Hub.Router.Outbox;
using Hub.Worker.Broker;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Http;

/// <summary>The bus and the broker under it, as the probe, the canary and the watchdog know them.</summary>
internal sealed class BrokerHealth(IBrokerSight broker, Canary canary, BusWatchdog watchdog, IOptions<HubOptions> hub)
{
    public PartHealth Read()
    {
        var sight = broker.Sight;
        var reason = Reason(sight);
        return new PartHealth(reason is null ? HealthStatus.Healthy : HealthStatus.Degraded, reason, new Dictionary<string, object?>
        {
            ["transport"] = hub.Value.Shape is HubShape.Production ? "rabbitmq" : "memory",
            ["lastCanary"] = canary.LastReturn,
            ["unread"] = sight.UnreadSince.Keys.Order().ToList(),
            ["dead"] = sight.Dead,
        });
    }

    private string? Reason(BrokerSight sight) => sight switch
    {
        { Fault: { } fault } => fault,
        { UnreadSince.Count: > 0 } => $"Nobody reads the queue {sight.UnreadSince.Keys.Order().First()}; the hub starts its bus anew when this stays.",
        { Dead: > 0 } => $"{sight.Dead} messages lie in {HubQueues.Dead}; look at them there.",
        _ when canary.IsLost => "The canary does not come back through the bus; the hub starts its bus anew when this stays.",
        _ => watchdog.Doing ?? sight.RefusedInboxes,
    };
}
