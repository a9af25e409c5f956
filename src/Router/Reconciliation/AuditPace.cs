using Hub.Router.Persistence;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

/// <summary>Keeps a run alone on its account, slow enough for the poll, and within its number of calls.</summary>
internal sealed class AuditPace(Leases leases, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(3);

    public async Task<bool> BeginAsync(ReconciliationOrder order, CancellationToken cancellationToken) =>
        await leases.HoldAsync(Lease(order), LeaseTime, cancellationToken) is not null;

    /// <summary>The lease ends now, so that a person need not wait for it.</summary>
    public Task EndAsync(ReconciliationOrder order, CancellationToken cancellationToken) => leases.HoldAsync(Lease(order), TimeSpan.Zero, cancellationToken);

    /// <returns>False when the run may make no further call.</returns>
    public async Task<bool> MayCallAsync(AuditRun run, CancellationToken cancellationToken)
    {
        if (run.IsStopped)
        {
            return false;
        }

        if (!run.Order.IsFile && options.Value.CallPause > TimeSpan.Zero)
        {
            await Task.Delay(options.Value.CallPause, clock, cancellationToken);
        }

        if (!await BeginAsync(run.Order, cancellationToken))
        {
            run.Stop("Another hub took over this reconciliation.");
        }

        return !run.IsStopped;
    }

    /// <summary>The same for a call about one report or status.</summary>
    public Task<bool> MayAskAsync(AuditRun run, CancellationToken cancellationToken)
    {
        if (!run.Order.IsFile && ++run.Calls > options.Value.MostCalls)
        {
            run.Stop($"More than {options.Value.MostCalls} single reports and statuses had to be asked for; the next run goes on.");
        }

        return MayCallAsync(run, cancellationToken);
    }

    private static string Lease(ReconciliationOrder order) => $"reconcile:{order.Audit.Channel}:{order.Audit.Account}";
}
