using Hub.Contracts.Channels;
using Hub.Router.Persistence;

namespace Hub.Router.Intake;

/// <summary>Brings each item that is not a report to what it belongs to, in the order given.</summary>
internal sealed class InboundPlaces(ReportAdditions additions, ChannelStatuses statuses, WaitingRoom waiting)
{
    /// <returns>What has no place, or not yet.</returns>
    public async Task<IReadOnlyList<(InboundEntry Entry, Unplaced Why)>> SaveAsync(StoreWrite write, IReadOnlyList<InboundEntry> entries, CancellationToken cancellationToken)
    {
        var queues = await waiting.QueuesAsync(write.Db, entries, cancellationToken);
        var unplaced = new List<(InboundEntry, Unplaced)>();
        foreach (var entry in entries)
        {
            if ((queues.Before(entry) ?? await PlaceAsync(write, entry, cancellationToken)) is { } why)
            {
                unplaced.Add((entry, why));
            }
        }

        return unplaced;
    }

    private Task<Unplaced?> PlaceAsync(StoreWrite write, InboundEntry entry, CancellationToken cancellationToken) => entry.Item switch
    {
        InboundFollowUp followUp => additions.FollowUpAsync(write, (entry, followUp), cancellationToken),
        InboundSignal signal => additions.SignalAsync(write, (entry, signal), cancellationToken),
        InboundIdentityChange change => additions.IdentityAsync(write, (entry, change), cancellationToken),
        InboundStatus status => statuses.SaveAsync(write, (entry, status), cancellationToken),
        var other => throw new InvalidOperationException($"There is no place for {other.GetType().Name}."),
    };
}
