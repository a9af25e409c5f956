using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

/// <summary>When each account was compared last, and when the timetable may come again.</summary>
internal sealed class ReconciliationStates(HubStore store, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    /// <summary>When this process began.</summary>
    public DateTimeOffset BegunAt { get; } = clock.GetUtcNow();

    public Task<ReconciliationState?> FindAsync(IChannelAudit audit, CancellationToken cancellationToken) => store.ReadAsync(
        (db, token) => db.Set<ReconciliationState>().AsNoTracking().FirstOrDefaultAsync(state => state.Channel == audit.Channel && state.Account == audit.Account, token),
        cancellationToken);

    /// <summary>The account is seen for the first time: the poll fills the hub before anything is compared.</summary>
    public Task BeginAsync(IChannelAudit audit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var state = new ReconciliationState { Channel = audit.Channel, Account = audit.Account, At = now, NextAt = now + options.Value.LightEvery };
        return store.WriteAsync((write, token) => write.Db.InsertNewAsync([state], token), cancellationToken);
    }

    public Task SaveAsync(AuditRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = (now + (run.RetryAfter > options.Value.LightEvery ? run.RetryAfter.Value : options.Value.LightEvery)).UtcDateTime;

        // A window that a person chose to look at is no nightly run.
        var isWhole = !run.IsStopped && !run.Order.IsLight && run.Order.Window.To - run.Order.Window.From >= options.Value.Window ? 1 : 0;
        var fault = run.Fault is null ? null : IdentityMask.OneLine(run.Fault);
        var at = now.UtcDateTime;
        return store.WriteAsync(
            (write, token) => write.Db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO reconciliation_states AS held (channel, account, at, whole_at, fault, next_at)
                 VALUES ({run.Audit.Channel}, {run.Audit.Account}, {at}, CASE WHEN {isWhole} = 1 THEN {at} END, {fault}, {next})
                 ON CONFLICT (channel, account) DO UPDATE SET at = excluded.at, whole_at = COALESCE(excluded.whole_at, held.whole_at),
                     fault = excluded.fault, next_at = excluded.next_at
                 """,
                token),
            cancellationToken);
    }
}
