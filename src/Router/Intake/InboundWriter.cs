using Hub.Contracts.Channels;
using Hub.Router.Persistence;

namespace Hub.Router.Intake;

/// <summary>
/// Saves what was read from raw bodies: reports, what was added to them, what channels say of them, and what could not be
/// read, with every message that follows, in one transaction.
/// </summary>
internal sealed class InboundWriter(HubStore store, NewReports reports, InboundPlaces places, WaitingRoom waiting, QuarantineShelf quarantine, TimeProvider clock)
{
    internal static readonly SetStatement Marking = new(
        "DELETE FROM unread_bodies WHERE raw_id = ANY ($1)",
        "DELETE FROM unread_bodies WHERE raw_id = @p0");

    /// <returns>True when something that waited may be read again now.</returns>
    public Task<bool> SaveAsync(IReadOnlyList<ReadBody> bodies, CancellationToken cancellationToken) =>
        store.WriteAsync((write, token) => SaveAsync(write, bodies, token), cancellationToken);

    /// <summary>The same within a transaction that does more.</summary>
    public async Task<bool> SaveAsync(StoreWrite write, IReadOnlyList<ReadBody> bodies, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var items = bodies.SelectMany(body => body.Found.Items.Select(item => new InboundEntry(body, item))).ToList();

        // Reports first: what follows in the same batch may belong to one of them.
        List<InboundEntry> arrived = [.. items.Where(entry => entry.Item is InboundReport)];
        await reports.SaveAsync(write, arrived, cancellationToken);
        var unplaced = await places.SaveAsync(write, [.. items.Where(entry => entry.Item is not InboundReport).OrderBy(entry => Receipted(entry.Item)).ThenBy(entry => entry.Item.OccurredAt)], cancellationToken);

        var early = unplaced.Where(item => item.Why.Awaits is not null).ToList();
        var inVain = await waiting.SettleAsync(write.Db, bodies, early, cancellationToken);
        var noPlace = unplaced.Where(item => item.Why.Awaits is null).Select(item => (item.Entry, item.Why.Reason));
        await quarantine.AddAsync(write.Db, bodies, [.. noPlace, .. inVain], cancellationToken);

        await write.Db.TellAsync(Marking, [bodies.Select(body => body.RawId).ToArray()], cancellationToken);
        return await waiting.WakeAsync(write.Db, arrived, early, cancellationToken);
    }

    /// <summary>
    /// In the order in which the channel says it happened; receipts come last and in the order in which the lanes settle their
    /// statuses, so that the two never wait for each other.
    /// </summary>
    private static Guid? Receipted(InboundItem item) => item is InboundStatus { ReportExternalId: null } receipt ? receipt.OperationId ?? Guid.Empty : null;
}

/// <summary>One item with the body it came in.</summary>
internal sealed record InboundEntry(ReadBody Body, InboundItem Item)
{
    public string Channel => Body.Item.Channel;

    public string Account => Item.Account ?? Body.Item.Account;

    public (string Channel, string Account, string ExternalId) Key => (Channel, Account, Item.ExternalId);
}
