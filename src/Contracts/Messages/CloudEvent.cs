using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Contracts.Messages;

/// <summary>CloudEvents 1.0 in JSON: the envelope of everything units see and send. Unknown attributes survive.</summary>
/// <param name="Id">With <paramref name="Source"/> it makes the event unique.</param>
/// <param name="Subject">The report number.</param>
public sealed record CloudEvent<T>(
    [property: JsonPropertyName("specversion")] string? SpecVersion,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("source")] string? Source,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("time")] DateTimeOffset? Time,
    [property: JsonPropertyName("datacontenttype")] string? DataContentType,
    [property: JsonPropertyName("data")] T? Data)
{
    /// <summary>Settable, since generated JSON code takes an init property for a constructor parameter, which extension data cannot be.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
