using System.Buffers;
using Hub.Connectors.Shared;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Hub.Connectors.WhatsApp;

/// <summary>X-Hub-Signature-256 over the bytes as they came (CHANNELS 1.3); the previous secret counts during a rotation.</summary>
internal sealed class WhatsAppSignature(IOptions<WhatsAppOptions> options)
{
    public const string Header = "X-Hub-Signature-256";
    private const string Prefix = "sha256=";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string[] secrets = [.. options.Value.AppSecrets];

    /// <summary>Exactly one value of the form sha256= and 64 hex digits; anything else is refused before a body is read.</summary>
    public static bool IsWellFormed(StringValues header) =>
        header is [{ Length: 71 } value] && value.StartsWith(Prefix, StringComparison.Ordinal) && !value.AsSpan(Prefix.Length).ContainsAnyExcept(HexDigits);

    public bool Matches(StringValues header, ReadOnlySpan<byte> body) =>
        IsWellFormed(header) && HmacHex.Matches(secrets, body, header[0].AsSpan(Prefix.Length));
}
