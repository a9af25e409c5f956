using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.Shared;

/// <summary>HMAC-SHA256 in hex, compared in constant time.</summary>
internal static class HmacHex
{
    private const int HexLength = 64;

    /// <param name="hex">64 hex digits of either case; anything else does not match.</param>
    public static bool Matches(IReadOnlyList<string> secrets, ReadOnlySpan<byte> data, ReadOnlySpan<char> hex)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (hex.Length != HexLength || Convert.FromHexString(hex, given, out _, out _) is not System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        Span<byte> wanted = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var matches = false;
        foreach (var secret in secrets)
        {
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), data, wanted);
            matches |= CryptographicOperations.FixedTimeEquals(wanted, given);
        }

        return matches;
    }
}
