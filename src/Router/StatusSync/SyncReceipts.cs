using Hub.Contracts.Channels;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.StatusSync;

/// <summary>
/// What a channel reports about statuses we sent. A receipt only ever raises the rank (read after delivered after sent), a
/// failure counts only while nothing better is known, and any receipt settles an unknown outcome (CHANNELS 1.6).
/// </summary>
internal sealed class SyncReceipts(HubIds ids, TimeProvider clock)
{
    /// <returns>Null when it found its place or is about nothing of ours, else why it could not be understood.</returns>
    public async Task<string?> SaveAsync(StoreWrite write, (string Channel, InboundStatus Item) receipt, CancellationToken cancellationToken)
    {
        var item = receipt.Item;
        if (item.Receipt is not { } rank)
        {
            return $"The word \"{item.Word}\" is not in the channel's table of receipts; add it there and replay.";
        }

        var rows = write.Db.Set<LedgerEntry>();
        var entry = await rows.AsNoTracking().FirstOrDefaultAsync(
            row => row.Channel == receipt.Channel
                && ((item.OperationId != null && row.Id == item.OperationId) || (item.ExternalReference != null && row.ExternalReference == item.ExternalReference)),
            cancellationToken);
        if (entry is null || !Raises(entry.Receipt, rank))
        {
            return null;
        }

        var failed = rank is Receipt.Failed;
        var now = clock.GetUtcNow();
        var fault = failed ? SafeText.OneLine($"{item.FailureCode}: {item.FailureReason}", 1000) : entry.Fault;
        var outcome = failed ? LedgerOutcome.Rejected : entry.Outcome is LedgerOutcome.Rejected ? LedgerOutcome.Rejected : LedgerOutcome.Delivered;
        await rows.Where(row => row.Id == entry.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Receipt, rank).SetProperty(row => row.Outcome, outcome).SetProperty(row => row.Fault, fault)
                .SetProperty(row => row.ExternalReference, entry.ExternalReference ?? item.ExternalReference)
                .SetProperty(row => row.SettledAt, entry.SettledAt ?? now),
            cancellationToken);

        if (failed || rank is Receipt.Read)
        {
            var text = failed ? $"Status tidak sampai ({item.FailureCode}); perlu ditangani petugas." : "Status dibaca oleh pelapor.";
            var line = new TimelineEntry { Id = ids.Next(), ReportId = entry.ReportId, At = now, Kind = failed ? TimelineKinds.SyncTrouble : TimelineKinds.Receipt, By = entry.Channel, State = entry.State, Text = text };
            await write.Db.InsertAsync([line], cancellationToken);
        }

        return null;
    }

    private static bool Raises(Receipt? held, Receipt offered) => offered is Receipt.Failed
        ? held is null or Receipt.Accepted or Receipt.Sent
        : held is null || (held is not Receipt.Failed && offered > held) || (held is Receipt.Failed && offered >= Receipt.Delivered);
}
