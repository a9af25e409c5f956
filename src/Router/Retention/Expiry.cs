using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Retention;

/// <summary>What may go, in slices: each statement removes at most <see cref="Slice"/> rows and says how many.</summary>
internal static class Expiry
{
    public const int Slice = 1000;

    private static readonly TimeSpan Learnt = TimeSpan.FromDays(7 * (Silence.Weeks + 2));

    private static readonly ReportState[] Ended = [ReportState.Closed, ReportState.NotOurs, ReportState.Archived, ReportState.Withdrawn, ReportState.Merged];

    public static IReadOnlyList<(string What, Func<HubDbContext, CancellationToken, Task<int>> Remove)> Of(RetentionOptions keep, DateTimeOffset now)
    {
        List<(string, Func<HubDbContext, CancellationToken, Task<int>>)> all =
        [
            ("raw bodies", (db, token) => RawBodiesAsync(db, now - keep.RawBodies, token)),
            ("unit deliveries", (db, token) => UnitDeliveriesAsync(db, now - keep.UnitDeliveries, token)),
            ("unit messages", (db, token) => UnitMessagesAsync(db, now - keep.UnitMessages, token)),
            ("quarantine entries", (db, token) => QuarantineAsync(db, now - keep.Quarantine, token)),
            ("arrival counts", (db, token) => ArrivalsAsync(db, now - Learnt, token)),
        ];
        if (keep.Attachments is { } files)
        {
            all.Add(("files", (db, token) => AttachmentsAsync(db, (now - files, now), token)));
            all.Add(("files of units", (db, token) => UnitFilesAsync(db, now - files, token)));
        }

        return all;
    }

    /// <summary>Never one that is unread, waits, or lies in quarantine. The ids of what was in it stay in inbound_keys.</summary>
    private static Task<int> RawBodiesAsync(HubDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var unread = db.Set<UnreadMark>();
        var waiting = db.Set<WaitingItem>();
        var open = db.Set<QuarantineEntry>().Where(entry => entry.SettledAt == null);
        return db.Set<RawBody>()
            .Where(row => row.ReceivedAt < before && !unread.Any(mark => mark.RawId == row.Id) && !waiting.Any(item => item.RawId == row.Id)
                && !open.Any(entry => entry.RawId == row.Id || (row.EditOf != null && (entry.RawId == row.EditOf || entry.Id == row.EditOf))))
            .OrderBy(row => row.ReceivedAt).Take(Slice).ExecuteDeleteAsync(cancellationToken);
    }

    private static Task<int> UnitDeliveriesAsync(HubDbContext db, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Set<UnitDelivery>().Where(row => row.CreatedAt < before && row.DeliveredAt != null && row.DeliveredAt < before)
            .OrderBy(row => row.CreatedAt).Take(Slice).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Two columns are its key, which a delete in slices cannot name on both engines: its times are taken instead.</summary>
    private static async Task<int> UnitMessagesAsync(HubDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var last = await db.Set<UnitMessage>().AsNoTracking().Where(row => row.At < before).OrderBy(row => row.At).Take(Slice).Select(row => row.At).ToListAsync(cancellationToken);
        var until = last.Count == 0 ? before : last[^1];
        return last.Count == 0 ? 0 : await db.Set<UnitMessage>().Where(row => row.At <= until).ExecuteDeleteAsync(cancellationToken);
    }

    private static Task<int> QuarantineAsync(HubDbContext db, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Set<QuarantineEntry>().Where(row => row.SettledAt != null && row.SettledAt < before)
            .OrderBy(row => row.Id).Take(Slice).ExecuteDeleteAsync(cancellationToken);

    private static Task<int> ArrivalsAsync(HubDbContext db, DateTimeOffset before, CancellationToken cancellationToken) =>
        db.Set<ArrivalHour>().Where(row => row.Hour < before).ExecuteDeleteAsync(cancellationToken);

    /// <summary>The line stays and says that there was a file.</summary>
    private static Task<int> AttachmentsAsync(HubDbContext db, (DateTimeOffset Before, DateTimeOffset Now) when, CancellationToken cancellationToken)
    {
        var ended = EndedBefore(db, when.Before);
        return db.Set<Attachment>().Where(row => row.State == AttachmentState.Stored && ended.Contains(row.ReportId))
            .OrderBy(row => row.Id).Take(Slice)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, AttachmentState.Gone).SetProperty(row => row.Sealed, (byte[]?)null).SetProperty(row => row.Fault, "Kept as long as Retention:Attachments says."),
                cancellationToken);
    }

    private static Task<int> UnitFilesAsync(HubDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ended = EndedBefore(db, before);
        return db.Set<UnitFile>().Where(row => row.Sealed != null && ended.Contains(row.ReportId))
            .OrderBy(row => row.Id).Take(Slice).ExecuteUpdateAsync(set => set.SetProperty(row => row.Sealed, (byte[]?)null), cancellationToken);
    }

    private static IQueryable<Guid> EndedBefore(HubDbContext db, DateTimeOffset before) =>
        db.Set<Report>().Where(report => Ended.Contains(report.State) && report.StateAt < before && report.UpdatedAt < before).Select(report => report.Id);
}
