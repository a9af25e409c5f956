using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>Saves a polled page: items, next cursor and fence in one transaction.</summary>
internal sealed partial class PageStore(HubStore store, RawArchive archive, ReadingQueue reading, HubMeter meter, TimeProvider clock, ILogger<PageStore> logger)
{
    public async Task SaveAsync(IPolledChannel channel, PollResult.Page page, long fence, CancellationToken cancellationToken)
    {
        var rows = page.Items.Select(item => (Row: archive.Close(item), Item: item)).ToList();
        var (moved, added) = await store.WriteAsync(
            async (write, token) => (await MoveAsync(write.Db, channel, (page.NextCursor, fence), token), await RawArchive.StoreAsync(write.Db, rows.ConvertAll(row => row.Row), token)),
            cancellationToken);

        if (!moved)
        {
            Log.CursorKept(logger, channel.Channel);
        }

        meter.Bodies(channel.Channel, "stored", added.Count);
        meter.Bodies(channel.Channel, "twin", rows.Count - added.Count);
        var fresh = added.Select(row => row.Id).ToHashSet();
        foreach (var (row, item) in rows.Where(row => fresh.Contains(row.Row.Id)))
        {
            reading.Offer(new UnreadBody(row.Id, item) { IsNew = true });
        }
    }

    /// <summary>A holder from before does not move the cursor back; what it fetched is saved all the same.</summary>
    private async Task<bool> MoveAsync(HubDbContext db, IPolledChannel channel, (string? Cursor, long Fence) to, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO poll_cursors (channel, account, value, fence, at) VALUES ({channel.Channel}, {channel.Account}, {to.Cursor}, {to.Fence}, {now})
             ON CONFLICT (channel, account) DO UPDATE SET value = excluded.value, fence = excluded.fence, at = excluded.at
             WHERE poll_cursors.fence <= excluded.fence
             """,
            cancellationToken) > 0;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Another hub polls {Channel} now; its cursor is kept.")]
        public static partial void CursorKept(ILogger logger, string channel);
    }
}
