using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Connectors.Shared;

namespace Hub.Connectors.ContactCenter158;

/// <summary>One page of the change feed (CHANNELS 3.5.3); its items are kept as they came.</summary>
internal sealed record ContactCenter158Page(IReadOnlyList<JsonElement> Items, string NextCursor, bool HasMore, DateTimeOffset? ServerTime)
{
    // Deeper than any item may be, so that one strange item cannot hold the page back.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <returns>Null when the body is not such a page.</returns>
    public static ContactCenter158Page? TryRead(ReadOnlyMemory<byte> body)
    {
        try
        {
            var start = body.Span.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            var root = JsonElement.Parse(body.Span[start..], Deep);
            return root.ValueKind is JsonValueKind.Object
                && root.TryGetProperty("items", out var items) && items.ValueKind is JsonValueKind.Array
                && root.Words("next_cursor") is { } next
                    ? new ContactCenter158Page([.. items.EnumerateArray()], next, root.Flag("has_more") ?? false, root.Instant("server_time"))
                    : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Where the hub stands in the feed. Stored as JSON; all of it comes from the channel's answers.</summary>
/// <param name="ServerTime">The channel's clock at the last page; where to start again when the cursor has expired.</param>
/// <param name="Since">Set only for the one call that starts again.</param>
internal sealed record ContactCenter158Position(
    string? Cursor, [property: JsonPropertyName("serverTime")] DateTimeOffset? ServerTime, [property: JsonIgnore] DateTimeOffset? Since = null)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <returns>Null when the stored text is not one of ours.</returns>
    public static ContactCenter158Position? TryRead(string? stored)
    {
        if (stored is null)
        {
            return new ContactCenter158Position(null, null);
        }

        try
        {
            return JsonSerializer.Deserialize(stored, ContactCenter158Json.Default.ContactCenter158Position) is { Cursor.Length: > 0 } position
                ? position
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, ContactCenter158Json.Default.ContactCenter158Position);

    /// <summary>A day before the last answer (CHANNELS 3.5.3). A channel's clock that runs ahead must not skip anything, so ours is the limit.</summary>
    public ContactCenter158Position StartAgain(DateTimeOffset now) =>
        new(null, ServerTime, ServerTime is { } last ? (last < now ? last : now) - Overlap : null);
}

/// <summary>A status on its way to 158 (CHANNELS 3.5.4).</summary>
internal sealed record ContactCenter158StatusUpdate(
    string UpdateId,
    string Status,
    string PublicNote,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? InternalNote,
    string? StatusReason,
    string? ResolutionText,
    ContactCenter158Unit? Unit,
    IReadOnlyList<ContactCenter158Reference> ExternalRefs,
    DateTimeOffset OccurredAt);

internal sealed record ContactCenter158Unit(string Code, string? Name);

internal sealed record ContactCenter158Reference(string System, string Id);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContactCenter158StatusUpdate))]
[JsonSerializable(typeof(ContactCenter158Position))]
internal sealed partial class ContactCenter158Json : JsonSerializerContext;
