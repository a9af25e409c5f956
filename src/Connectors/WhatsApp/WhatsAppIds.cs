using System.Security.Cryptography;
using System.Text;

namespace Hub.Connectors.WhatsApp;

/// <summary>Meta's ids as the hub may show them. A wamid is base64 around a phone number (CHANNELS 1.5), so only its hash leaves the channel.</summary>
internal static class WhatsAppIds
{
    private const int Digits = 24;
    private const string OperationPrefix = "hub:";

    public static string Of(string phoneNumberId, string wamid) =>
        "wa-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{phoneNumberId}:{wamid}")))[..Digits];

    /// <summary>What travels as biz_opaque_callback_data and comes back with each receipt.</summary>
    public static string CallbackOf(Guid operationId) => $"{OperationPrefix}{operationId:D}";

    /// <returns>Null for anything that the hub did not write.</returns>
    public static Guid? OperationOf(string? callback) =>
        callback is not null && callback.StartsWith(OperationPrefix, StringComparison.Ordinal) && Guid.TryParse(callback.AsSpan(OperationPrefix.Length), out var id)
            ? id
            : null;
}
