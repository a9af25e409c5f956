using Hub.Router.Reconciliation;

namespace Hub.Worker.Http;

/// <summary>Do the channels and the hub agree, as far as the last comparisons know?</summary>
internal sealed class DriftHealth(ReconciliationDesk desk)
{
    public async Task<PartHealth> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var open = await desk.CountAsync(cancellationToken);
            var last = await desk.LastAsync(cancellationToken);
            return new PartHealth(
                open.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy,
                open.Count > 0 ? "A channel and the hub do not agree; look with: hub reconcile list" : null,
                new Dictionary<string, object?> { ["open"] = open, ["last"] = last });
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new PartHealth(HealthStatus.Degraded, $"The findings cannot be read ({fault.GetType().Name}).", new Dictionary<string, object?>());
        }
    }
}
