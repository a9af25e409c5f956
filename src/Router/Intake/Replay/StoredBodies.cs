using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Replay;

/// <summary>Bodies of the archive as today's normaliser reads them. Where a person edited one, the newest copy stands for it.</summary>
internal sealed class StoredBodies(RawArchive archive, IEnumerable<IReportNormaliser> normalisers)
{
    private readonly FrozenDictionary<string, IReportNormaliser> byChannel = normalisers.ToFrozenDictionary(normaliser => normaliser.Channel);

    public bool CanRead(string channel) => byChannel.ContainsKey(channel);

    /// <returns>Null when there is no such body.</returns>
    public async Task<ReadBody?> ReadAsync(HubDbContext db, Guid origin, CancellationToken cancellationToken) =>
        await NewestAsync(db, origin, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>The newest copy, or the body itself.</summary>
    public static Task<RawBody?> NewestAsync(HubDbContext db, Guid origin, CancellationToken cancellationToken) =>
        db.Set<RawBody>().AsNoTracking().Where(row => row.Id == origin || row.EditOf == origin).OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);

    public RawItem Open(RawBody row) => archive.Open(row);

    /// <summary>Seals bytes as the archive does.</summary>
    public byte[] Close(byte[] bytes) => archive.Close(new RawItem("", "", bytes, default)).Sealed;

    public ReadBody Read(RawBody row)
    {
        try
        {
            return Read(row, archive.Open(row));
        }
        catch (SealException fault)
        {
            return Body(row, new RawItem(row.Channel, row.Account, ReadOnlyMemory<byte>.Empty, row.ReceivedAt), Nothing("not_opened", fault.Message));
        }
    }

    private ReadBody Read(RawBody row, RawItem item)
    {
        if (!byChannel.TryGetValue(row.Channel, out var normaliser))
        {
            return Body(row, item, Nothing("no_reader", $"The channel {row.Channel} is not configured here; configure it and retry."));
        }

        try
        {
            return Body(row, item, normaliser.Normalise(item));
        }
        catch (Exception fault)
        {
            return Body(row, item, Nothing("reader_failed", $"The reader failed with {fault.GetType().Name}; report it and retry after the fix."));
        }
    }

    public static NormalisedBody Nothing(string code, string reason) => new([], [new UnreadableItem("$", code, reason)]);

    private static ReadBody Body(RawBody row, RawItem item, NormalisedBody found) => new(row.Id, item, found) { EditOf = row.EditOf, FromArchive = true };
}
