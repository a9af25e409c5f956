using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Persistence;

/// <summary>How full the hub's hands are, as the database knows it.</summary>
public sealed record Pulse(
    double OutboxOldestSeconds, int OutboxWaiting, int OutboxParked, int Unread, int Quarantined, int Triage,
    IReadOnlyDictionary<string, DateTimeOffset?> LastArrival)
{
    /// <summary>Units whose webhook is switched off.</summary>
    public IReadOnlyList<string> WebhooksOff { get; init; } = [];
}

/// <summary>The store's answers to health.</summary>
public sealed class HubPulse
{
    private readonly HubStore store;
    private readonly ChannelPolling polling;
    private readonly TimeProvider clock;

    internal HubPulse(HubStore store, ChannelPolling polling, TimeProvider clock)
    {
        this.store = store;
        this.polling = polling;
        this.clock = clock;
    }

    public IReadOnlyCollection<PollState> Polls => polling.States;

    /// <summary>Proves that a webhook could be stored now: writes and takes back one row.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken) =>
        store.WriteAsync(
            (write, token) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                return write.Db.Database.ExecuteSqlAsync(
                    $"INSERT INTO leases (name, owner, fence, until) VALUES ('probe', 'health', 0, {now}) ON CONFLICT (name) DO UPDATE SET until = excluded.until", token);
            },
            cancellationToken);

    public Task<Pulse> ReadAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(
            async (db, token) =>
            {
                var now = clock.GetUtcNow();
                var outbox = db.Set<OutboxMessage>().AsNoTracking();

                // Ids are made in the order of time, so that no index on the time is needed.
                var oldestOutbox = await outbox.Where(row => row.ParkedAt == null).OrderBy(row => row.Id).Select(row => (DateTimeOffset?)row.CreatedAt).FirstOrDefaultAsync(token);
                return new Pulse(
                    Age(now, oldestOutbox),
                    await outbox.CountAsync(token),
                    await outbox.CountAsync(row => row.ParkedAt != null, token),
                    await db.Set<UnreadMark>().CountAsync(token),
                    await db.Set<QuarantineEntry>().CountAsync(row => row.SettledAt == null, token),
                    await db.Set<Report>().CountAsync(row => row.State == Contracts.Reports.ReportState.Triage, token),
                    await LastArrivals.ReadAsync(db, now, token))
                {
                    WebhooksOff = await db.Set<UnitWebhook>().Where(row => row.DisabledAt != null).OrderBy(row => row.Unit).Select(row => row.Unit).ToListAsync(token),
                };
            },
            cancellationToken);

    private static double Age(DateTimeOffset now, DateTimeOffset? since) => since is { } at ? Math.Max(0, Math.Round((now - at).TotalSeconds, 1)) : 0;
}
