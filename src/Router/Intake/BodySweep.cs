using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Intake;

/// <summary>Finds in the store what is to be read: bodies that memory lost, and those with items that came too early.</summary>
internal sealed partial class BodySweep(
    HubStore store, RawArchive archive, InboundWriter inbound, IEnumerable<IReportNormaliser> normalisers, TimeProvider clock, ILogger<BodySweep> logger)
{
    public const int Most = 64;

    /// <summary>Younger bodies are still on their way through memory; reading one twice would be harmless.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(2);

    /// <summary>The channels that are read here.</summary>
    public IReadOnlyList<string> Channels { get; } = [.. normalisers.Select(normaliser => normaliser.Channel).Distinct()];

    /// <param name="isOnItsWay">Bodies that memory holds; they are not read from the store.</param>
    public async Task<List<UnreadBody>> FindAsync(Func<Guid, bool> isOnItsWay, CancellationToken cancellationToken)
    {
        var unread = await UnreadAsync(isOnItsWay, cancellationToken);
        var waiting = await WaitingAsync(cancellationToken);
        var rows = await BodiesAsync([.. waiting.Keys], cancellationToken);
        var found = new List<UnreadBody>(unread.Count + rows.Count);
        foreach (var row in unread.Concat(rows))
        {
            if (await OpenAsync(row, cancellationToken) is { } body)
            {
                found.Add(body with { Waited = waiting.GetValueOrDefault(row.Id) ?? [] });
            }
        }

        return found;
    }

    private Task<List<RawBody>> UnreadAsync(Func<Guid, bool> isOnItsWay, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - OnItsWay;
        var channels = Channels;
        return store.ReadAsync(
            async (db, token) =>
            {
                // Ids are made in the order of time.
                var ids = await db.Set<UnreadMark>().AsNoTracking()
                    .Where(mark => mark.ReceivedAt < before && channels.Contains(mark.Channel))
                    .OrderBy(mark => mark.RawId).Take(Most).Select(mark => mark.RawId).ToListAsync(token);
                var lost = ids.FindAll(id => !isOnItsWay(id));
                return lost.Count == 0 ? [] : await db.Set<RawBody>().AsNoTracking().Where(row => lost.Contains(row.Id)).OrderBy(row => row.ReceivedAt).ToListAsync(token);
            },
            cancellationToken);
    }

    /// <summary>The items that are due, with all that wait in the same bodies.</summary>
    private async Task<Dictionary<Guid, List<WaitingItem>>> WaitingAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var channels = Channels;
        var rows = await store.ReadAsync(
            async (db, token) =>
            {
                var due = await db.Set<WaitingItem>().AsNoTracking().Where(row => row.AgainAt <= now && channels.Contains(row.Channel))
                    .OrderBy(row => row.AgainAt).Take(Most).Select(row => row.RawId).ToListAsync(token);
                return due.Count == 0 ? [] : await db.Set<WaitingItem>().AsNoTracking().Where(row => due.Contains(row.RawId)).ToListAsync(token);
            },
            cancellationToken);
        return rows.GroupBy(row => row.RawId).ToDictionary(group => group.Key, group => group.ToList());
    }

    private async Task<List<RawBody>> BodiesAsync(List<Guid> bodies, CancellationToken cancellationToken) => bodies.Count == 0
        ? []
        : await store.ReadAsync(
            (db, token) => db.Set<RawBody>().AsNoTracking().Where(row => bodies.Contains(row.Id) && !db.Set<UnreadMark>().Any(mark => mark.RawId == row.Id)).OrderBy(row => row.ReceivedAt).ToListAsync(token),
            cancellationToken);

    /// <returns>Null when the seal does not open: the body is put aside and stays in the archive until the key is back.</returns>
    private async Task<UnreadBody?> OpenAsync(RawBody row, CancellationToken cancellationToken)
    {
        try
        {
            return new UnreadBody(row.Id, archive.Open(row));
        }
        catch (SealException fault)
        {
            Log.NotOpened(logger, row.Channel, row.Id);
            var empty = new RawItem(row.Channel, row.Account, ReadOnlyMemory<byte>.Empty, row.ReceivedAt);
            await inbound.SaveAsync([new ReadBody(row.Id, empty, new NormalisedBody([], [new UnreadableItem("$", "not_opened", fault.Message)]))], cancellationToken);
            await store.WriteAsync((write, token) => write.Db.Set<WaitingItem>().Where(item => item.RawId == row.Id).ExecuteDeleteAsync(token), cancellationToken);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The seal of body {RawId} of {Channel} does not open; the body is quarantined.")]
        public static partial void NotOpened(ILogger logger, string channel, Guid rawId);
    }
}
