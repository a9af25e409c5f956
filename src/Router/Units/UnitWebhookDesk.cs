using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.Units;

/// <summary>One webhook as operators see it; neither its address nor its secrets.</summary>
/// <param name="State">well, failing or disabled.</param>
/// <param name="Waiting">Events that were not taken yet.</param>
/// <param name="Refused">Events that the unit's server would not take; a replay sends them again.</param>
public sealed record UnitWebhookLine(string Unit, string State, int Waiting, DateTimeOffset? OldestWaiting, int Refused)
{
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    public string? DisabledBy { get; init; }

    public string? Reason { get; init; }
}

/// <summary>From is inside, To is not.</summary>
public sealed record ReplaySpan(DateTimeOffset From, DateTimeOffset To);

/// <summary>Webhooks in the hands of operators: how they stand, on and off, and a range of events once more.</summary>
public sealed class UnitWebhookDesk
{
    private readonly HubStore store;
    private readonly UnitWebhooks webhooks;
    private readonly OperatorJournal journal;
    private readonly IOptions<UnitOptions> options;
    private readonly TimeProvider clock;

    internal UnitWebhookDesk(HubStore store, UnitWebhooks webhooks, OperatorJournal journal, IOptions<UnitOptions> options, TimeProvider clock) =>
        (this.store, this.webhooks, this.journal, this.options, this.clock) = (store, webhooks, journal, options, clock);

    /// <summary>Units that are configured to be told by webhook.</summary>
    public IReadOnlyList<string> Configured => [.. options.Value.Deliveries.Where(way => way.Value.Via is UnitVia.Webhook).Select(way => way.Key).Order(StringComparer.Ordinal)];

    public Task<IReadOnlyList<UnitWebhookLine>> ListAsync(CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<UnitWebhookLine>>(
        async (db, token) =>
        {
            var states = await db.Set<UnitWebhook>().AsNoTracking().ToDictionaryAsync(row => row.Unit, token);
            var waiting = await db.Set<UnitDelivery>().Where(row => row.DeliveredAt == null && row.RefusedAt == null)
                .GroupBy(row => row.Unit).Select(unit => new { unit.Key, Count = unit.Count(), Oldest = unit.Min(row => row.CreatedAt) }).ToDictionaryAsync(row => row.Key, token);
            var refused = await db.Set<UnitDelivery>().Where(row => row.RefusedAt != null)
                .GroupBy(row => row.Unit).Select(unit => new { unit.Key, Count = unit.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, token);
            return [.. Configured.Select(unit => Line(unit, states.GetValueOrDefault(unit)) with
            {
                Waiting = waiting.GetValueOrDefault(unit)?.Count ?? 0,
                OldestWaiting = waiting.GetValueOrDefault(unit)?.Oldest,
                Refused = refused.GetValueOrDefault(unit),
            })];
        },
        cancellationToken);

    /// <returns>False when it was off before.</returns>
    public Task<bool> DisableAsync(string unit, (string By, string Reason) act, CancellationToken cancellationToken) => webhooks.DisableAsync(unit, act, cancellationToken);

    /// <returns>False when it was not off.</returns>
    public Task<bool> EnableAsync(string unit, (string By, string Reason) act, CancellationToken cancellationToken) => webhooks.EnableAsync(unit, act, cancellationToken);

    /// <summary>How many events a replay would send.</summary>
    public Task<int> CountAsync(string unit, ReplaySpan span, CancellationToken cancellationToken) =>
        store.ReadAsync((db, token) => Replayed(db, unit, span).CountAsync(token), cancellationToken);

    /// <summary>Sends the events of a span again under the ids they had, oldest first, whether they were taken or refused; those of reports that the unit has no more stay.</summary>
    /// <returns>How many leave again.</returns>
    public Task<int> ReplayAsync(string unit, ReplaySpan span, (string By, string Reason) act, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(
            async (write, token) =>
            {
                var count = await Replayed(write.Db, unit, span).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.DeliveredAt, (DateTimeOffset?)null).SetProperty(row => row.RefusedAt, (DateTimeOffset?)null)
                        .SetProperty(row => row.Attempts, 0).SetProperty(row => row.NextAt, now).SetProperty(row => row.Fault, (string?)null),
                    token);
                await journal.AddAsync(write.Db, (act.By, "units.webhook.replay", unit), $"{span.From:yyyy-MM-dd HH:mm}Z to {span.To:yyyy-MM-dd HH:mm}Z: {act.Reason}", count, token);
                return count;
            },
            cancellationToken);
    }

    /// <summary>An event without the reporter's words may go to who never had the report: a superior.</summary>
    private static IQueryable<UnitDelivery> Replayed(HubDbContext db, string unit, ReplaySpan span) => db.Set<UnitDelivery>()
        .Where(row => row.Unit == unit && row.CreatedAt >= span.From && row.CreatedAt < span.To)
        .Where(row => db.Set<Report>().Any(report => report.Id == row.ReportId && report.Unit == row.Unit)
            || (!row.Body.Contains(UnitPosts.AssignedType) && !row.Body.Contains(UnitPosts.AmendedType)));

    private static UnitWebhookLine Line(string unit, UnitWebhook? state) => new(unit, state switch { { DisabledAt: not null } => "disabled", { FailingSince: not null } => "failing", _ => "well" }, 0, null, 0)
    {
        FailingSince = state?.FailingSince,
        DisabledAt = state?.DisabledAt,
        DisabledBy = state?.DisabledBy,
        Reason = state?.Reason,
    };
}
