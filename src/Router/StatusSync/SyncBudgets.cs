using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.StatusSync;

/// <summary>
/// How often a channel and each citizen on it may be told. One number a name says when the whole allowance is back; it is
/// kept in the table, so that all processes share one budget.
/// </summary>
internal sealed class SyncBudgets(IEnumerable<IStatusSink> sinks, IOptions<StatusSyncOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(10);

    private readonly FrozenDictionary<string, ChannelQuota?> quotas =
        sinks.ToFrozenDictionary(sink => sink.Channel, sink => Configured(options.Value, sink.Channel) ?? sink.Capabilities.Quota);

    private DateTimeOffset purgeFrom = clock.GetUtcNow() + PurgeEvery;

    /// <returns>The allowances a status uses up, the citizen's first; none for a channel without limits.</returns>
    /// <param name="reporter">A citizen nobody knows is told apart by the report.</param>
    public IReadOnlyList<Allowance> Of(LedgerEntry entry, Guid? reporter)
    {
        if (quotas.GetValueOrDefault(entry.Channel) is not { } quota)
        {
            return [];
        }

        var channel = new Allowance(entry.Channel, Micros(TimeSpan.FromSeconds(1 / quota.PerSecond)), quota.Burst, IsRecipient: false);
        return quota.RecipientEvery is { } every
            ? [new Allowance($"{entry.Channel}/{reporter ?? entry.ReportId:N}", Micros(every), quota.RecipientBurst, IsRecipient: true), channel]
            : [channel];
    }

    /// <returns>What is left of these allowances, to be given out and then spent in one statement.</returns>
    public async Task<SyncPurse> OpenAsync(HubDbContext db, IEnumerable<Allowance> allowances, CancellationToken cancellationToken)
    {
        var names = allowances.Select(allowance => allowance.Name).Distinct().ToList();
        var used = await db.RowsAsync<SyncBudget>(nameof(SyncBudget.Name), names, cancellationToken);
        return new SyncPurse(used.ToDictionary(row => row.Name, row => row.FullAt), Micros(clock.GetUtcNow() - DateTimeOffset.UnixEpoch));
    }

    /// <summary>Allowances that are whole again need no row; looked after now and then.</summary>
    public async Task PurgeAsync(HubStore store, CancellationToken cancellationToken)
    {
        var instant = clock.GetUtcNow();
        if (instant < purgeFrom)
        {
            return;
        }

        purgeFrom = instant + PurgeEvery;
        var now = Micros(instant - DateTimeOffset.UnixEpoch);
        await store.WriteAsync((write, token) => write.Db.Set<SyncBudget>().Where(row => row.FullAt < now).ExecuteDeleteAsync(token), cancellationToken);
    }

    private static ChannelQuota? Configured(StatusSyncOptions options, string channel) => options.Budgets.GetValueOrDefault(channel) is { } rate
        ? new ChannelQuota(rate.PerSecond, rate.Burst, rate.RecipientEvery, rate.RecipientBurst)
        : null;

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
