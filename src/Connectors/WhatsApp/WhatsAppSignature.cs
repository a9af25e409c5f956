using Hub.Connectors.Shared;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Hub.Connectors.WhatsApp;

/// <summary>X-Hub-Signature-256 over the bytes as they came (CHANNELS 1.3); the previous secret counts during a rotation.</summary>
internal sealed class WhatsAppSignature(IOptions<WhatsAppOptions> options)
{
    public const string Header = "X-Hub-Signature-256";
    private const string Prefix = "sha256=";

    private readonly string[] secrets = [.. options.Value.AppSecrets];

    /// <param name="header">Exactly one value of the form sha256= and 64 hex digits; anything else does not match.</param>
    public bool Matches(StringValues header, ReadOnlySpan<byte> body) =>
        header is [{ } value]
        && value.StartsWith(Prefix, StringComparison.Ordinal)
        && HmacHex.Matches(secrets, body, value.AsSpan(Prefix.Length));
}
