using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Simulators.Units;

/// <summary>A report as a unit's application reads it; what it does not know it leaves alone.</summary>
internal sealed record UnitReport(Guid ReportId, string Number, string Channel, string Unit, string Text);

/// <summary>What a unit says, in the words of the hub's unit interface.</summary>
internal sealed record UnitAnswer(Guid ReportId, string Unit, string Status)
{
    public string? PublicNote { get; init; }

    public string? InternalNote { get; init; }

    public string? Reason { get; init; }

    public string? SuggestedUnit { get; init; }

    public DateTimeOffset OccurredAt { get; init; }
}

/// <summary>CloudEvents 1.0 in JSON, read and written without the hub's own types.</summary>
internal sealed record UnitEvent(
    [property: JsonPropertyName("specversion")] string SpecVersion,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("time")] DateTimeOffset? Time,
    [property: JsonPropertyName("datacontenttype")] string? DataContentType,
    [property: JsonPropertyName("data")] JsonElement Data)
{
    public const string Assigned = "id.go.pu.hub.report.assigned.v1";
    public const string Amended = "id.go.pu.hub.report.amended.v1";
    public const string Status = "id.go.pu.unit.report.status.v1";
    public const string MediaType = "application/cloudevents+json";
}

/// <summary>JSON as units speak it.</summary>
internal static class UnitJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
