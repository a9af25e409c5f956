using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>
/// Saves what was read from raw bodies: reports, what was added to them, what channels say of them, and what could not be
/// read, with every message that follows, in one transaction.
/// </summary>
internal sealed class InboundWriter(HubStore store, NewReports reports, ReportAdditions additions, ChannelStatuses statuses, QuarantineShelf quarantine, TimeProvider clock)
{
    public Task SaveAsync(IReadOnlyList<ReadBody> bodies, CancellationToken cancellationToken) =>
        store.WriteAsync((write, token) => SaveAsync(write, bodies, token), cancellationToken);

    /// <summary>The same within a transaction that does more.</summary>
    public async Task SaveAsync(StoreWrite write, IReadOnlyList<ReadBody> bodies, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var items = bodies.SelectMany(body => body.Found.Items.Select(item => new InboundEntry(body, item))).ToList();

        // Reports first: what follows in the same batch may belong to one of them.
        var unplaced = new List<(InboundEntry Entry, string Reason)>();
        await reports.SaveAsync(write, [.. items.Where(entry => entry.Item is InboundReport)], cancellationToken);
        foreach (var entry in items.Where(entry => entry.Item is not InboundReport))
        {
            var problem = entry.Item switch
            {
                InboundFollowUp followUp => await additions.FollowUpAsync(write, (entry, followUp), cancellationToken),
                InboundSignal signal => await additions.SignalAsync(write, (entry, signal), cancellationToken),
                InboundIdentityChange change => await additions.IdentityAsync(write, (entry, change), cancellationToken),
                InboundStatus status => await statuses.SaveAsync(write, (entry, status), cancellationToken),
                var other => throw new InvalidOperationException($"There is no place for {other.GetType().Name}."),
            };
            if (problem is not null)
            {
                unplaced.Add((entry, problem));
            }
        }

        await quarantine.AddAsync(write.Db, bodies, unplaced, cancellationToken);
        var ids = bodies.Select(body => body.RawId).ToList();
        await write.Db.Set<RawBody>().Where(row => ids.Contains(row.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReadAt, now), cancellationToken);
    }
}

/// <summary>One item with the body it came in.</summary>
internal sealed record InboundEntry(ReadBody Body, InboundItem Item)
{
    public string Channel => Body.Item.Channel;

    public string Account => Item.Account ?? Body.Item.Account;

    public (string Channel, string Account, string ExternalId) Key => (Channel, Account, Item.ExternalId);
}
