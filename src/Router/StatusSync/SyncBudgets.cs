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

    /// <returns>The allowances a status of this report uses up, the citizen's first; none for a channel without limits.</returns>
    public async Task<IReadOnlyList<Allowance>> OfAsync(HubDbContext db, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (quotas.GetValueOrDefault(entry.Channel) is not { } quota)
        {
            return [];
        }

        var channel = new Allowance(entry.Channel, Micros(TimeSpan.FromSeconds(1 / quota.PerSecond)), quota.Burst, IsRecipient: false);
        if (quota.RecipientEvery is not { } every)
        {
            return [channel];
        }

        // A citizen nobody knows is told apart by the report.
        var reporter = await db.Set<Report>().AsNoTracking().Where(row => row.Id == entry.ReportId).Select(row => row.ReporterRef).FirstOrDefaultAsync(cancellationToken);
        return [new Allowance($"{entry.Channel}/{reporter ?? entry.ReportId:N}", Micros(every), quota.RecipientBurst, IsRecipient: true), channel];
    }

    /// <returns>The first allowance that is used up, with the instant from which one more fits; null when all have room.</returns>
    public async Task<(Allowance Allowance, DateTimeOffset At)?> FullAsync(HubDbContext db, IReadOnlyList<Allowance> allowances, CancellationToken cancellationToken)
    {
        var names = allowances.Select(allowance => allowance.Name).ToList();
        var used = names.Count == 0 ? [] : await db.Set<SyncBudget>().AsNoTracking().Where(row => names.Contains(row.Name)).ToDictionaryAsync(row => row.Name, row => row.FullAt, cancellationToken);
        var now = Micros(clock.GetUtcNow() - DateTimeOffset.UnixEpoch);
        foreach (var allowance in allowances)
        {
            if (used.TryGetValue(allowance.Name, out var fullAt) && fullAt > now + allowance.Slack)
            {
                return (allowance, DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(fullAt - allowance.Slack));
            }
        }

        return null;
    }

    /// <exception cref="OvertakenException">Another lane used up the last of it since it was looked at.</exception>
    public async Task SpendAsync(HubDbContext db, IReadOnlyList<Allowance> allowances, CancellationToken cancellationToken)
    {
        var now = Micros(clock.GetUtcNow() - DateTimeOffset.UnixEpoch);
        foreach (var allowance in allowances)
        {
            var (first, latest) = (now + allowance.Cost, now + allowance.Slack);
            var spent = await db.Database.ExecuteSqlAsync(
                $"""
                 INSERT INTO sync_budgets (name, full_at) VALUES ({allowance.Name}, {first})
                 ON CONFLICT (name) DO UPDATE SET full_at = CASE WHEN sync_budgets.full_at > {now} THEN sync_budgets.full_at ELSE {now} END + {allowance.Cost}
                 WHERE sync_budgets.full_at <= {latest}
                 """,
                cancellationToken);
            if (spent == 0)
            {
                throw new OvertakenException("the rate of a channel");
            }
        }
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

/// <summary>One limit on a status: the channel's or the citizen's.</summary>
/// <param name="Cost">Microseconds that one status uses up.</param>
internal sealed record Allowance(string Name, long Cost, int Burst, bool IsRecipient)
{
    /// <summary>How far ahead of the clock the allowance may be used.</summary>
    public long Slack => Cost * (Burst - 1);
}
