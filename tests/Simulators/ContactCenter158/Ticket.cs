using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Simulators.ContactCenter158;

/// <summary>A ticket of the feed, member by member as CHANNELS 3.5.1 names them.</summary>
public sealed record Ticket
{
    public required string TicketNo { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public string Channel { get; init; } = "phone";

    public Call? Call { get; init; }

    public Caller Caller { get; init; } = new();

    public string ReportType { get; init; } = "complaint";

    public Code? Category { get; init; }

    public Code? Subcategory { get; init; }

    public string Subject { get; init; } = "";

    public string Description { get; init; } = "";

    public Location? Location { get; init; }

    public string Priority { get; init; } = "normal";

    public string Status { get; init; } = "new";

    public string VendorStatus { get; init; } = "Baru";

    public string? StatusReason { get; init; }

    public string? ResolutionText { get; init; }

    public Code? AssignedUnit { get; init; }

    public IReadOnlyList<ExternalRef> ExternalRefs { get; init; } = [];

    public string? DuplicateOf { get; init; }

    public string? MergedInto { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>What callers added; carried with the ticket so that one read brings it.</summary>
    public IReadOnlyList<TicketEvent> Events { get; init; } = [];

    [JsonIgnore]
    public bool IsDeleted { get; init; }
}

public sealed record Call(string CallId, string Direction, DateTimeOffset StartedAt, string AgentRef);

public sealed record Caller(string? Name = null, string? Phone = null, string? PhoneRaw = null, bool Anonymous = false, string? Email = null, string? AddressText = null);

public sealed record Code([property: JsonPropertyName("code")] string Value, string Name);

public sealed record Location(string? Text = null, string? RegionCode = null, double? Lat = null, double? Lon = null);

public sealed record ExternalRef(string System, string Id);

public sealed record Attachment(string Id, string FileName, string MimeType, long SizeBytes, string Sha256, DateTimeOffset CreatedAt);

/// <param name="Role">caller, agent, hub or system.</param>
public sealed record TicketEvent(
    string Id, string Type, DateTimeOffset At, string Role, int Version, string? Text = null, string? Status = null, string? UpdateId = null);

/// <summary>What an agent types while the caller speaks.</summary>
public sealed record TicketDraft(string Subject, string Description)
{
    public Caller Caller { get; init; } = new("Ibu Contoh", "+6281200000158");

    public string ReportType { get; init; } = "complaint";

    public Code Category { get; init; } = new("JLN", "Jalan dan Jembatan");

    public Code? Subcategory { get; init; }

    public Location? Location { get; init; }

    public string Channel { get; init; } = "phone";

    public string Priority { get; init; } = "normal";

    public IReadOnlyList<TicketFile> Files { get; init; } = [];
}

public sealed record TicketFile(string FileName, string MimeType, ReadOnlyMemory<byte> Bytes);

internal static class TicketJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A deleted ticket shows its tombstone and nothing else (CHANNELS 3.5.1).</summary>
    public static JsonElement Write(Ticket ticket) => ticket.IsDeleted
        ? JsonSerializer.SerializeToElement(new { ticket.TicketNo, ticket.Version, ticket.UpdatedAt, ticket.MergedInto, Deleted = true }, Options)
        : JsonSerializer.SerializeToElement(ticket, Options);
}
