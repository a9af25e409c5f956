using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake.Quarantine;

/// <summary>Sends a message that was put aside to its queue again, through the outbox.</summary>
internal sealed class BusResend(Seal seal, RawArchive archive, TimeProvider clock)
{
    public const string Purpose = "bus";

    /// <returns>Null when it is on its way, else why it cannot be sent.</returns>
    public async Task<string?> SendAsync(StoreWrite write, QuarantineEntry entry, CancellationToken cancellationToken)
    {
        if (!IsQueue(entry.Channel))
        {
            return $"The queue {entry.Channel} is none that takes messages again; discard the entry and have the sender send anew.";
        }

        var copy = await StoredCopyAsync(write.Db, entry.Id, cancellationToken);
        var bytes = copy is null ? seal.Open(entry.Sealed!, Purpose) : archive.Open(copy).Body.ToArray();
        if (Fault(bytes) is { } fault)
        {
            return fault;
        }

        var id = MessageId(entry);
        var now = clock.GetUtcNow();
        write.Send(new OutboxMessage
        {
            Id = id,
            Queue = entry.Channel,
            MessageType = "resent",
            ContentType = IsCloudEvents(entry.Channel) ? BusMessages.CloudEventsJson : "application/json",
            Body = Encoding.UTF8.GetString(bytes),
            OrderKey = entry.Id,
            Sequence = entry.Attempts,
            CreatedAt = now,
            NextAt = now,
        });
        await write.Db.Set<QuarantineEntry>().Where(row => row.Id == entry.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.SettledAt, now).SetProperty(row => row.Settled, SettledHow.Sent).SetProperty(row => row.SentAs, PathOf(id)),
            cancellationToken);
        return null;
    }

    public static string PathOf(Guid? messageId) => $"message {messageId}";

    public static Task<RawBody?> StoredCopyAsync(HubDbContext db, Guid entryId, CancellationToken cancellationToken) =>
        db.Set<RawBody>().AsNoTracking().Where(row => row.EditOf == entryId).OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancellationToken);

    private static bool IsQueue(string name) => name != HubQueues.Dead && name != HubQueues.Canary
        && (name.StartsWith("hub.", StringComparison.Ordinal) || HubQueues.UnitOf(name) is not null);

    private static bool IsCloudEvents(string queue) => queue is HubQueues.UnitStatus || HubQueues.UnitOf(queue) is not null;

    private static string? Fault(byte[] bytes) => bytes switch
    {
        { Length: > BusMessages.MostBytes } => $"The message has {bytes.Length} bytes and the bus takes {BusMessages.MostBytes}; have the sender send a shorter one and discard this one.",
        _ when !System.Text.Unicode.Utf8.IsValid(bytes) || bytes.Contains((byte)0) => "The message is not text, so no reader can take it; edit it or discard it.",
        _ => null,
    };

    /// <summary>From the entry and the attempt: the same attempt twice is the same message.</summary>
    private static Guid MessageId(QuarantineEntry entry)
    {
        Span<byte> name = stackalloc byte[20];
        entry.Id.TryWriteBytes(name, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(name[16..], entry.Attempts);
        return new Guid(SHA256.HashData(name).AsSpan(0, 16), bigEndian: true);
    }
}
