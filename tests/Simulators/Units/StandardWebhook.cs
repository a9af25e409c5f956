using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Simulators.Units;

/// <summary>The receiver's half of the Standard Webhooks signature, written from its document and not from the hub's code.</summary>
internal sealed class StandardWebhook(string secret, TimeProvider clock)
{
    private const string Prefix = "whsec_";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private readonly byte[] key = Convert.FromBase64String(secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret);

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <returns>The message id when the signature is right and fresh, else null.</returns>
    public string? Verify(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var id = headers["webhook-id"].ToString();
        var timestamp = headers["webhook-timestamp"].ToString();
        if (id.Length == 0 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || IsStale(seconds))
        {
            return null;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = HMACSHA256.HashData(key, signed);
        return headers["webhook-signature"].ToString().Split(' ').Any(candidate => Matches(candidate, expected)) ? id : null;
    }

    private bool IsStale(long seconds) => Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds;

    private static bool Matches(string candidate, byte[] expected)
    {
        Span<byte> given = stackalloc byte[64];
        return candidate.StartsWith("v1,", StringComparison.Ordinal)
            && Convert.TryFromBase64String(candidate[3..], given, out var length)
            && CryptographicOperations.FixedTimeEquals(given[..length], expected);
    }
}
