using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Router.Tests.Interfaces;

/// <summary>A unit's application as it was written for the first release: it knows what was there then, insists on it, and leaves the rest alone. Never changed afterwards.</summary>
internal static class ReleasedUnit
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    public static ReleasedEvent<T> Read<T>(string body) => JsonSerializer.Deserialize<ReleasedEvent<T>>(body, Options)!;
}

internal sealed record ReleasedEvent<T>(
    [property: JsonPropertyName("specversion")] string SpecVersion, string Id, string Source, string Type, string Subject, DateTimeOffset Time,
    [property: JsonPropertyName("datacontenttype")] string DataContentType, T Data);

internal sealed record ReleasedAssignment(
    Guid ReportId, string Number, string Channel, string Unit, string Text, DateTimeOffset ReceivedAt, string Class, bool Anonymous, bool Secret, IReadOnlyList<ReleasedFile> Attachments)
{
    public string? Title { get; init; }

    public string? Category { get; init; }

    public ReleasedPlace? Place { get; init; }

    public Guid? ReporterRef { get; init; }

    public string? Reason { get; init; }

    public string? FullAt { get; init; }
}

internal sealed record ReleasedFile(Guid Id, string MediaType)
{
    public string? FileName { get; init; }

    public long? Size { get; init; }
}

internal sealed record ReleasedPlace
{
    public string? Text { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }
}

internal sealed record ReleasedAmendment(Guid ReportId, string Number, string Unit, string Text, DateTimeOffset OccurredAt);

internal sealed record ReleasedDeadline(Guid ReportId, string Number, string Unit, string Clock, string Step, DateTimeOffset DueAt, int LateByDays);
