using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Shared;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>Tindak lanjut: what the citizen reads (CHANNELS 6.1).</summary>
internal sealed record Sp4nLaporFollowUp(string OperationId, string Note, bool Done);

/// <summary>One of A1 to A4 (CHANNELS 6.1).</summary>
internal sealed record Sp4nLaporAction(string OperationId, string Action, string Reason, string? Addressee);

/// <summary>A page of the report feed in LAPOR!'s words.</summary>
internal sealed record Sp4nLaporFeedPage(IReadOnlyList<JsonElement> Items, string? NextCursor, bool HasMore)
{
    /// <returns>Null when the body is not a page.</returns>
    public static Sp4nLaporFeedPage? Read(JsonElement body) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array
            ? new Sp4nLaporFeedPage([.. items.EnumerateArray()], body.Words("next_cursor"), body.Flag("has_more") is true)
            : null;
}

/// <summary>How our operations are named at LAPOR!, so that our own entries are known when they come back.</summary>
internal static class Sp4nLaporOperationId
{
    private const string Prefix = "hub:";

    public static string Write(Guid operation) => Prefix + operation.ToString("D", CultureInfo.InvariantCulture);

    /// <returns>Null for an operation that is not the hub's.</returns>
    public static Guid? Read(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(text[Prefix.Length..], "D", out var operation)
            ? operation
            : null;
}

/// <summary>A follow-up entry with the report it belongs to, since the entry alone does not say.</summary>
internal static class Sp4nLaporEnvelope
{
    public const string Report = "tracking_id";

    public const string FollowUp = "followup";

    public static byte[] Write(string trackingId, ReadOnlySpan<byte> entry) =>
        [.. Encoding.UTF8.GetBytes($$"""{"{{Report}}":"{{JsonEncodedText.Encode(trackingId)}}","{{FollowUp}}":"""), .. entry, (byte)'}'];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sp4nLaporFollowUp))]
[JsonSerializable(typeof(Sp4nLaporAction))]
[JsonSerializable(typeof(Sp4nLaporCursor))]
internal sealed partial class Sp4nLaporJson : JsonSerializerContext;
