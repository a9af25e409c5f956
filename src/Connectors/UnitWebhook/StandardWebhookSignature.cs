using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.UnitWebhook;

/// <summary>Signs as the Standard Webhooks specification 1.0 says, so that its libraries verify what the hub sends.</summary>
internal static class StandardWebhookSignature
{
    private const string Prefix = "whsec_";

    // The specification asks for 24 to 64 bytes.
    private const int ShortestSecret = 24;
    private const int LongestSecret = 64;

    /// <summary>The value of webhook-signature: one "v1,base64" a secret, newest first, with a space between.</summary>
    /// <returns>Null when there is no secret or one of them cannot be used.</returns>
    public static string? Sign(IReadOnlyList<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{Timestamp(at)}."), .. body];
        var signatures = new List<string>(secrets.Count);
        foreach (var secret in secrets)
        {
            if (Key(secret) is not { } key)
            {
                return null;
            }

            signatures.Add("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        }

        return signatures.Count is 0 ? null : string.Join(' ', signatures);
    }

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static byte[]? Key(string secret)
    {
        var base64 = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, key, out var length) && length is >= ShortestSecret and <= LongestSecret ? key[..length] : null;
    }
}
