using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Hub.Router.Privacy;

/// <summary>
/// Finds the same person again without keeping the number in clear. There are so few phone numbers that only the secret pepper protects
/// the hash; it stays personal data (RELIABILITY 4.6).
/// </summary>
internal sealed class LookupHash(IOptions<VaultOptions> options)
{
    private static readonly FrozenSet<string> PhoneKinds = FrozenSet.ToFrozenSet(["phone", "wa_phone"], StringComparer.Ordinal);

    private readonly byte[] pepper = Convert.FromBase64String(options.Value.Pepper);

    /// <returns>64 lower-case hex digits.</returns>
    public string Of(string channel, string kind, string value)
    {
        if (channel.Contains('|') || kind.Contains('|'))
        {
            throw new ArgumentException("Channel and kind are fixed words without a bar; a bar would let two persons share a hash.", nameof(kind));
        }

        var text = $"{channel}|{kind}|{Normalised(kind, value)}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(text)));
    }

    private static string Normalised(string kind, string value)
    {
        var trimmed = value.Trim();
        if (!PhoneKinds.Contains(kind))
        {
            return trimmed;
        }

        // WhatsApp writes every number with its country code and without a plus (CHANNELS 1).
        var written = kind is "wa_phone" && trimmed is [>= '1' and <= '9', ..] ? "+" + trimmed : trimmed;
        return PhoneNumber.ToE164(written) ?? trimmed;
    }
}
