using Hub.Contracts.Channels;
using Hub.Router.Intake;
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
    /// <returns>Null when it found its place, else why not: an unknown word, or a status that is not known to have been sent yet.</returns>
    public async Task<Unplaced?> SaveAsync(StoreWrite write, (string Channel, InboundStatus Item) receipt, CancellationToken cancellationToken)
    {
        var item = receipt.Item;
        if (item.Receipt is not { } rank)
        {
            return new Unplaced($"The word \"{item.Word}\" is not in the channel's table of receipts; add it there and retry.");
        }

        if (await FindAsync(write.Db, receipt, cancellationToken) is not { } entry)
        {
            return (item.OperationId?.ToString() ?? item.ExternalReference) is { } told
                ? new Unplaced("It is a receipt of a status that the hub did not send.", Awaited.Status(told))
                : null;
        }

        if (Raises(entry.Receipt, rank))
        {
            var raised = Raised(entry, item, rank);
            if (await RaiseAsync(write.Db, (entry, raised), cancellationToken) == 0)
            {
                throw new OvertakenException("a receipt of the same status");
            }

            if (entry.Outcome is not LedgerOutcome.Delivered && raised.Outcome is LedgerOutcome.Delivered)
            {
                // No answer of the channel will write it any more.
                await write.Db.InsertAsync([Line(entry, TimelineKinds.Synced, "Status disampaikan ke kanal.")], cancellationToken);
            }

            await write.Db.InsertAsync(Lines(entry, item, rank), cancellationToken);
        }

        return null;
    }

    private static Task<LedgerEntry?> FindAsync(HubDbContext db, (string Channel, InboundStatus Item) receipt, CancellationToken cancellationToken)
    {
        var (channel, item) = receipt;
        var rows = db.Set<LedgerEntry>().AsNoTracking().Where(row => row.Channel == channel);
        return item.OperationId is { } operation
            ? rows.FirstOrDefaultAsync(row => row.Id == operation, cancellationToken)
            : rows.FirstOrDefaultAsync(row => row.ExternalReference != null && row.ExternalReference == item.ExternalReference, cancellationToken);
    }

    private LedgerEntry Raised(LedgerEntry entry, InboundStatus item, Receipt rank) => entry with
    {
        Receipt = rank,
        Outcome = rank switch
        {
            Receipt.Failed => LedgerOutcome.Rejected,
            Receipt.Delivered or Receipt.Read => LedgerOutcome.Delivered,
            _ => entry.Outcome is LedgerOutcome.Rejected ? LedgerOutcome.Rejected : LedgerOutcome.Delivered,
        },
        Fault = rank is Receipt.Failed ? IdentityMask.OneLine($"{item.FailureCode}: {item.FailureReason}") : entry.Fault,
        ExternalReference = entry.ExternalReference ?? item.ExternalReference,
        SettledAt = entry.SettledAt ?? clock.GetUtcNow(),
    };

    private static Task<int> RaiseAsync(HubDbContext db, (LedgerEntry Held, LedgerEntry Raised) change, CancellationToken cancellationToken)
    {
        var (held, raised) = change;
        return db.Set<LedgerEntry>().Where(row => row.Id == held.Id && row.Receipt == held.Receipt && row.Outcome == held.Outcome).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Receipt, raised.Receipt).SetProperty(row => row.Outcome, raised.Outcome).SetProperty(row => row.Fault, raised.Fault)
                .SetProperty(row => row.ExternalReference, raised.ExternalReference).SetProperty(row => row.SettledAt, raised.SettledAt),
            cancellationToken);
    }

    private IReadOnlyList<TimelineEntry> Lines(LedgerEntry entry, InboundStatus item, Receipt rank) => rank switch
    {
        Receipt.Failed => [Line(entry, TimelineKinds.SyncTrouble, $"Status tidak sampai ({item.FailureCode}); perlu ditangani petugas.")],
        Receipt.Read => [Line(entry, TimelineKinds.Receipt, "Status dibaca oleh pelapor.")],
        _ => [],
    };

    private TimelineEntry Line(LedgerEntry entry, string kind, string text) =>
        new() { Id = ids.Next(), ReportId = entry.ReportId, At = clock.GetUtcNow(), Kind = kind, By = entry.Channel, State = entry.State, Text = text };

    private static bool Raises(Receipt? held, Receipt offered) => offered is Receipt.Failed
        ? held is null or Receipt.Accepted or Receipt.Sent
        : held is null || (held is not Receipt.Failed && offered > held) || (held is Receipt.Failed && offered >= Receipt.Delivered);
}
