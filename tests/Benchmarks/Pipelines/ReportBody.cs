using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.Benchmarks.Pipelines;

/// <summary>The report of the reference pipelines: an id, a unit and plain JSON around words, signed as webhooks are.</summary>
internal static class ReportBody
{
    public const string Header = "X-Signature";
    public const string Secret = "kunci-contoh-untuk-mengukur-0001";

    /// <summary>As many as a Meta notification of one message has.</summary>
    public const int UsualBytes = 1200;

    private const int Units = 8;
    private static readonly byte[] Key = Encoding.ASCII.GetBytes(Secret);
    private static readonly string[] Words = MakeWords();

    /// <summary>Ordered in time, with the running number in its last four bytes.</summary>
    public static Guid Id(int number, DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], number);
        return new Guid(bytes, bigEndian: true);
    }

    public static int NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt32BigEndian(bytes[12..]);
    }

    public static byte[] Write(int number, int size, DateTimeOffset at)
    {
        var text = new StringBuilder(size + 64);
        text.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"{Id(number, at)}\",\"unit\":{number % Units},\"source\":\"contoh-{number % 3}\",\"reportedAt\":\"2026-01-02T03:04:05Z\",")
            .Append("\"reporter\":{\"name\":\"Warga Contoh\",\"mail\":\"warga@contoh.test\"},")
            .Append(CultureInfo.InvariantCulture, $"\"title\":\"Katup {number} tidak menutup\",\"tags\":[\"katup\",\"beban\"],\"text\":\"");

        // Words in random order, so that a store that compresses does not gain from a repeated text.
        var dice = new Random(number);
        for (var missing = size - text.Length - 2; missing > 0;)
        {
            var word = Words[dice.Next(Words.Length)];
            var part = Math.Min(missing, word.Length);
            text.Append(word, 0, part);
            missing -= part;
        }

        return Encoding.UTF8.GetBytes(text.Append("\"}").ToString());
    }

    /// <summary>Id and unit by a forward reader; no object is built.</summary>
    public static (Guid Id, int Unit) Peek(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var (id, unit) = (Guid.Empty, -1);
        while ((id == Guid.Empty || unit < 0) && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                Take(ref reader, ref id, ref unit);
            }
        }

        return (id, unit);
    }

    public static bool IsSigned(ReadOnlySpan<byte> body, string? signature)
    {
        const int length = HMACSHA256.HashSizeInBytes;
        Span<byte> given = stackalloc byte[length];
        Span<byte> wanted = stackalloc byte[length];
        if (signature is not { Length: 2 * length } || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        HMACSHA256.HashData(Key, body, wanted);
        return CryptographicOperations.FixedTimeEquals(wanted, given);
    }

    private static void Take(ref Utf8JsonReader reader, ref Guid id, ref int unit)
    {
        if (reader.ValueTextEquals("id"u8))
        {
            reader.Read();
            id = reader.GetGuid();
        }
        else if (reader.ValueTextEquals("unit"u8))
        {
            reader.Read();
            unit = reader.GetInt32();
        }
        else
        {
            reader.Skip();
        }
    }

    private static string[] MakeWords()
    {
        var dice = new Random(7);
        return [.. Enumerable.Range(0, 2048).Select(_ => string.Concat(Enumerable.Range(0, dice.Next(2, 9)).Select(_ => (char)('a' + dice.Next(26)))) + " ")];
    }
}
