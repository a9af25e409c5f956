using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Router.Privacy;

/// <summary>
/// AES-256-GCM over what the vault keeps. Layout: version, length of key id, key id, nonce, tag, cipher text; head and purpose are
/// associated data, so that a value moved to another row or column does not open (RELIABILITY 4.6).
/// </summary>
internal sealed class Seal
{
    private const byte Version = 1;
    private const int FixedHead = 2;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int LongestAssociated = 256;

    /// <summary>A cipher for each thread: the native context behind it is not safe to share, and making one costs more than sealing a report.</summary>
    private readonly FrozenDictionary<string, ThreadLocal<AesGcm>> keys;
    private readonly byte[] head;
    private readonly ThreadLocal<AesGcm> newest;

    public Seal(IOptions<VaultOptions> options)
    {
        keys = options.Value.Keys.ToFrozenDictionary(key => key.Id, key => CipherOf(Convert.FromBase64String(key.Secret)), StringComparer.Ordinal);
        var first = options.Value.Keys[0].Id;
        newest = keys[first];
        head = [Version, (byte)first.Length, .. Encoding.ASCII.GetBytes(first)];
    }

    /// <param name="purpose">What and whose it is, "reporter/identity/{id}"; the same words open it.</param>
    public byte[] Close(ReadOnlySpan<byte> plain, string purpose)
    {
        var sealedBytes = new byte[head.Length + NonceBytes + TagBytes + plain.Length];
        head.CopyTo(sealedBytes, 0);
        var nonce = sealedBytes.AsSpan(head.Length, NonceBytes);
        RandomNumberGenerator.Fill(nonce);

        var body = sealedBytes.AsSpan(head.Length + NonceBytes);
        Span<byte> associated = stackalloc byte[LongestAssociated];
        newest.Value!.Encrypt(nonce, plain, body[TagBytes..], body[..TagBytes], AssociatedData(head, purpose, associated));

        return sealedBytes;
    }

    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string purpose)
    {
        var keyId = ReadKeyId(sealedBytes);
        if (!keys.TryGetValue(keyId, out var key))
        {
            throw new SealException(keyId, $"The vault has no key '{keyId}'; put it back into {VaultOptions.Section}:Keys to open what it sealed.");
        }

        var body = sealedBytes[(FixedHead + keyId.Length)..];
        if (body.Length < NonceBytes + TagBytes)
        {
            throw new SealException(keyId, $"A value sealed with key '{keyId}' is cut short.");
        }

        var plain = new byte[body.Length - NonceBytes - TagBytes];
        Span<byte> associated = stackalloc byte[LongestAssociated];
        try
        {
            var tag = body.Slice(NonceBytes, TagBytes);
            key.Value!.Decrypt(body[..NonceBytes], body[(NonceBytes + TagBytes)..], tag, plain, AssociatedData(sealedBytes[..(FixedHead + keyId.Length)], purpose, associated));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealException(keyId, $"A value sealed with key '{keyId}' was changed, moved to another row, or sealed with another secret of that id.");
        }

        return plain;
    }

    public byte[] CloseText(string plain, string purpose) => Close(Encoding.UTF8.GetBytes(plain), purpose);

    public string OpenText(ReadOnlySpan<byte> sealedBytes, string purpose) => Encoding.UTF8.GetString(Open(sealedBytes, purpose));

    public byte[] CloseIdentity(ReporterIdentity identity, string purpose) =>
        Close(JsonSerializer.SerializeToUtf8Bytes(identity, IdentityJson.Default.ReporterIdentity), purpose);

    public ReporterIdentity OpenIdentity(ReadOnlySpan<byte> sealedBytes, string purpose) =>
        JsonSerializer.Deserialize(Open(sealedBytes, purpose), IdentityJson.Default.ReporterIdentity)
        ?? throw new SealException(ReadKeyId(sealedBytes), "A sealed identity holds the JSON word null.");

    private static string ReadKeyId(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < FixedHead || sealedBytes[0] is not Version)
        {
            throw new SealException(null, "The value is not sealed in a form that this version knows.");
        }

        var length = sealedBytes[1];
        var id = sealedBytes[FixedHead..];

        // A damaged head must not carry bytes of unknown origin into a message.
        return length is > 0 and <= VaultKey.LongestId && id.Length >= length && Ascii.IsValid(id[..length]) && !id[..length].ContainsAnyInRange((byte)0, (byte)31)
            ? Encoding.ASCII.GetString(id[..length])
            : throw new SealException(null, "The value has no readable key id; it is damaged or was never sealed.");
    }

    private static ThreadLocal<AesGcm> CipherOf(byte[] secret) => new(() => new AesGcm(secret, TagBytes));

    private static ReadOnlySpan<byte> AssociatedData(ReadOnlySpan<byte> head, string purpose, Span<byte> room)
    {
        if (head.Length + Encoding.UTF8.GetByteCount(purpose) > room.Length)
        {
            return (byte[])[.. head, .. Encoding.UTF8.GetBytes(purpose)];
        }

        head.CopyTo(room);
        return room[..(head.Length + Encoding.UTF8.GetBytes(purpose, room[head.Length..]))];
    }
}
