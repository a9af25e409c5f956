using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Contracts.Channels;
using Hub.Router.Intake.Replay;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Quarantine;

/// <summary>Edited copies of bodies. A copy is a raw body of its own; the original's bytes never change.</summary>
internal sealed class QuarantineEdits(HubStore store, StoredBodies bodies, Seal seal, OperatorJournal journal)
{
    private const int MostBytes = 5 * 1024 * 1024;

    public async Task<EditResult> EditAsync(Guid id, byte[] copy, string by, CancellationToken cancellationToken)
    {
        if (copy.Length is 0 or > MostBytes)
        {
            return new EditResult.Refused($"A body has 1 to {MostBytes} bytes; this one has {copy.Length}.");
        }

        return await store.WriteAsync(
            async (write, token) =>
            {
                var entry = await write.Db.Set<QuarantineEntry>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, token);
                return entry switch
                {
                    null => new EditResult.NoEntry(id),
                    { SettledAt: not null } => new EditResult.Refused($"The entry is settled ({entry.Settled}); there is nothing to edit."),
                    _ => await StoreAsync(write.Db, entry, (copy, by), token),
                };
            },
            cancellationToken);
    }

    /// <summary>The bytes as they came.</summary>
    public async Task<(RawItem Item, int Edits)> OriginalAsync(HubDbContext db, QuarantineEntry entry, CancellationToken cancellationToken)
    {
        var row = await OriginalRowAsync(db, entry, cancellationToken);
        return (bodies.Open(row), await db.Set<RawBody>().CountAsync(copy => copy.EditOf == row.Id, cancellationToken));
    }

    public async Task<bool> IsSecretAsync(HubDbContext db, Guid rawId, CancellationToken cancellationToken) =>
        await bodies.ReadAsync(db, rawId, cancellationToken) is { } body && MaskedBody.IsSecret(body.Found);

    private async Task<EditResult> StoreAsync(HubDbContext db, QuarantineEntry entry, (byte[] Bytes, string By) edit, CancellationToken cancellationToken)
    {
        var original = await OriginalRowAsync(db, entry, cancellationToken);
        var edits = await db.Set<RawBody>().CountAsync(row => row.EditOf == original.Id, cancellationToken);
        var copyId = Behind(original.Id, edits + 1);
        var copy = original with
        {
            Id = copyId,
            Key = $"edit:{copyId:N}",
            EditOf = original.Id,
            Sealed = bodies.Close(edit.Bytes),
        };

        // The key decides between two who edit at once; the second starts again behind the first.
        if ((await db.InsertNewAsync([copy], cancellationToken)).Count == 0)
        {
            throw new OvertakenException("an edit of the same body");
        }

        await journal.AddAsync(db, (edit.By, "quarantine.edit", entry.Id.ToString()), $"copy {copyId} sha256 {Convert.ToHexStringLower(SHA256.HashData(edit.Bytes))}", 1, cancellationToken);
        return entry.RawId is null ? Message(copyId, edit.Bytes) : Read(copy);
    }

    private EditResult Read(RawBody copy)
    {
        var found = bodies.Read(copy).Found;
        return new EditResult.Stored(copy.Id, found.Items.Count, found.Unreadable);
    }

    private static EditResult Message(Guid copyId, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new EditResult.Stored(copyId, null, []);
        }
        catch (JsonException)
        {
            return new EditResult.Stored(copyId, null, [new UnreadableItem("$", "not_json", "The copy is not JSON; its reader will refuse it.")]);
        }
    }

    private async Task<RawBody> OriginalRowAsync(HubDbContext db, QuarantineEntry entry, CancellationToken cancellationToken)
    {
        if (entry.RawId is { } rawId)
        {
            return await db.Set<RawBody>().AsNoTracking().FirstAsync(row => row.Id == rawId, cancellationToken);
        }

        // A message of the bus has no row in the archive; its copies do.
        return new RawBody
        {
            Id = entry.Id,
            Channel = entry.Channel,
            Account = "bus",
            Key = $"bus:{entry.Id:N}",
            ContentType = "application/json",
            Sealed = bodies.Close(seal.Open(entry.Sealed!, BusResend.Purpose)),
            ReceivedAt = entry.At,
        };
    }

    /// <summary>Right behind the original in the order of ids, so that whatever came after the original is newer than its copies too.</summary>
    private static Guid Behind(Guid original, int count)
    {
        Span<byte> bytes = stackalloc byte[16];
        original.TryWriteBytes(bytes, bigEndian: true, out _);
        var tail = bytes[8..];
        BinaryPrimitives.WriteUInt64BigEndian(tail, BinaryPrimitives.ReadUInt64BigEndian(tail) + (ulong)count);
        return new Guid(bytes, bigEndian: true);
    }
}
