using System.Globalization;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Hub.Router.Reconciliation;

/// <summary>What can be known of a channel that has nothing to list.</summary>
internal sealed record ReceiptCount(string Channel, int Missing, int WaitingPerson, string Note);

/// <summary>
/// A channel without an audit is known by its receipts alone: what was accepted and never reported as delivered is counted and
/// said, and nobody claims more than that.
/// </summary>
internal sealed class ReceiptCounts(
    HubStore store, IEnumerable<IStatusSink> sinks, IEnumerable<IChannelAudit> audits, IOptions<ReconciliationOptions> options, TimeProvider clock)
{
    private readonly IReadOnlyList<string> channels = [.. sinks.Select(sink => sink.Channel).Except(audits.Select(audit => audit.Channel))];

    public async Task<IReadOnlyList<ReceiptCount>> CountAsync(string? only, AuditWindow window, CancellationToken cancellationToken)
    {
        List<ReceiptCount> counts = [];
        foreach (var channel in channels.Where(channel => only is null || channel == only))
        {
            counts.Add(await OneAsync(channel, window, cancellationToken));
        }

        return counts;
    }

    private Task<ReceiptCount> OneAsync(string channel, AuditWindow window, CancellationToken cancellationToken) => store.ReadAsync(
        async (db, token) =>
        {
            var before = clock.GetUtcNow() - options.Value.ReceiptAfter;
            var rows = db.Set<LedgerEntry>().AsNoTracking().Where(row => row.Channel == channel && row.SettledAt >= window.From && row.SettledAt < before);
            var missing = await rows.CountAsync(
                row => row.Outcome == LedgerOutcome.Delivered && (row.Receipt == null || row.Receipt == Receipt.Accepted || row.Receipt == Receipt.Sent), token);
            var person = await rows.CountAsync(row => row.Outcome == LedgerOutcome.WaitingPerson, token);
            var hours = options.Value.ReceiptAfter.TotalHours;
            var note = string.Create(
                CultureInfo.InvariantCulture,
                $"The channel has nothing to list. Statuses accepted more than {hours:0.#} h ago without a receipt of delivery: {missing}; waiting for a person to enter them: {person}.");
            return new ReceiptCount(channel, missing, person, note);
        },
        cancellationToken);
}
