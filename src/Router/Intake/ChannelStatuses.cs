using Hub.Contracts.Channels;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;

namespace Hub.Router.Intake;

/// <summary>What channels say by themselves: they closed a report, or a status of ours got somewhere.</summary>
internal sealed class ChannelStatuses(ChannelVerdicts verdicts, SyncReceipts receipts, TimeProvider clock)
{
    /// <returns>Null when it found its place, else why not.</returns>
    public async Task<Unplaced?> SaveAsync(StoreWrite write, (InboundEntry Entry, InboundStatus Item) status, CancellationToken cancellationToken)
    {
        var (entry, item) = status;
        if (item.ReportExternalId is not { } externalId)
        {
            return await receipts.SaveAsync(write, (entry.Channel, item), cancellationToken);
        }

        // A word that means nothing means nothing later either: it does not wait.
        if (item.State is not { } state)
        {
            return new Unplaced($"The word \"{item.Word}\" is not in the channel's table; add it there and retry.");
        }

        if (await write.Db.FindReportAsync((entry.Channel, entry.Account, externalId), cancellationToken) is not { } reportId)
        {
            return new Unplaced("It speaks of a report that the hub does not have; fetch the report and retry.", Awaited.Report(externalId));
        }

        var key = new InboundKey { Channel = entry.Channel, Account = entry.Account, ExternalId = item.ExternalId, ReportId = reportId, At = clock.GetUtcNow() };
        if ((await write.Db.InsertNewAsync([key], cancellationToken)).Count == 1)
        {
            // Locked, so that what is read of it still holds when it moves.
            var report = (await write.Db.LockAsync(reportId, clock.GetUtcNow(), cancellationToken))!;
            await verdicts.ApplyAsync(write, report, new ChannelVerdict(state, item.Word, item.OccurredAt) { FromArchive = entry.Body.FromArchive }, cancellationToken);
        }

        return null;
    }
}
