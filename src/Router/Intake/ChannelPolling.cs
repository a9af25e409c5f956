using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>How the last poll of an account went, for health.</summary>
/// <param name="Fault">Null when it went well.</param>
public sealed record PollState(string Channel, string Account, DateTimeOffset At, DateTimeOffset? LastGood, string? Fault);

/// <summary>
/// Asks a channel for pages. Items and next cursor are saved in one transaction; a second hub that polls the same account
/// is kept out by a lease and made harmless by the fence and the unique keys.
/// </summary>
internal sealed partial class ChannelPolling(HubStore store, Leases leases, RawArchive archive, ReadingQueue reading, TimeProvider clock, ILogger<ChannelPolling> logger)
{
    private const int MostPages = 20;

    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(25);

    private readonly ConcurrentDictionary<(string, string), PollState> states = new();

    public IReadOnlyCollection<PollState> States => [.. states.Values];

    /// <returns>How long to wait before the next poll.</returns>
    public async Task<TimeSpan> PollAsync(IPolledChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            for (var page = 0; page < MostPages; page++)
            {
                if (await leases.HoldAsync($"poll:{channel.Channel}:{channel.Account}", LeaseTime, cancellationToken) is not { } fence)
                {
                    return channel.Interval;
                }

                switch (await channel.FetchAsync(await CursorAsync(channel, cancellationToken), cancellationToken))
                {
                    case PollResult.Unavailable away:
                        Note(channel, away.Reason);
                        return away.RetryAfter ?? channel.Interval;
                    case PollResult.Page found:
                        await SaveAsync(channel, found, fence, cancellationToken);
                        if (channel is IAcknowledgedChannel acknowledged)
                        {
                            await acknowledged.AcknowledgeAsync(found, cancellationToken);
                        }

                        Note(channel, null);
                        if (!found.HasMore)
                        {
                            return channel.Interval;
                        }

                        break;
                }
            }

            return TimeSpan.Zero;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, channel.Channel, fault.GetType().Name);
            Note(channel, $"The poll failed with {fault.GetType().Name}.");
            return channel.Interval;
        }
    }

    private Task<string?> CursorAsync(IPolledChannel channel, CancellationToken cancellationToken) =>
        store.ReadAsync(
            (db, token) => db.Set<PollCursor>().AsNoTracking()
                .Where(row => row.Channel == channel.Channel && row.Account == channel.Account).Select(row => row.Value).FirstOrDefaultAsync(token),
            cancellationToken);

    private async Task SaveAsync(IPolledChannel channel, PollResult.Page page, long fence, CancellationToken cancellationToken)
    {
        var rows = page.Items.Select(item => (Row: archive.Close(item), Item: item)).ToList();
        var added = await store.WriteAsync(
            async (write, token) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                var moved = await write.Db.Database.ExecuteSqlAsync(
                    $"""
                     INSERT INTO poll_cursors (channel, account, value, fence, at) VALUES ({channel.Channel}, {channel.Account}, {page.NextCursor}, {fence}, {now})
                     ON CONFLICT (channel, account) DO UPDATE SET value = excluded.value, fence = excluded.fence, at = excluded.at
                     WHERE poll_cursors.fence <= excluded.fence
                     """,
                    token);

                // A holder from before does not move the cursor back; what it fetched is saved all the same.
                Log.Fenced(logger, channel.Channel, moved == 0);
                return await write.Db.InsertNewAsync<RawBody>(rows.ConvertAll(row => row.Row), token);
            },
            cancellationToken);

        var fresh = added.Select(row => row.Id).ToHashSet();
        foreach (var (row, item) in rows.Where(row => fresh.Contains(row.Row.Id)))
        {
            reading.Offer(new UnreadBody(row.Id, item));
        }
    }

    private void Note(IPolledChannel channel, string? fault)
    {
        var now = clock.GetUtcNow();
        states.AddOrUpdate(
            (channel.Channel, channel.Account),
            new PollState(channel.Channel, channel.Account, now, fault is null ? now : null, fault),
            (_, before) => before with { At = now, LastGood = fault is null ? now : before.LastGood, Fault = fault });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The poll of {Channel} failed: {Fault}.")]
        public static partial void Failed(ILogger logger, string channel, string fault);

        public static void Fenced(ILogger logger, string channel, bool fenced)
        {
            if (fenced)
            {
                CursorKept(logger, channel);
            }
        }

        [LoggerMessage(2, LogLevel.Warning, "Another hub polls {Channel} now; its cursor is kept.")]
        private static partial void CursorKept(ILogger logger, string channel);
    }
}
