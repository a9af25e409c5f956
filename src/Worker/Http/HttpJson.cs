using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hub.Worker.Http;

/// <summary>How the hub's own interfaces write JSON.</summary>
internal static class HttpJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Default,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>One line at a terminal, letters as they are.</summary>
    public static readonly JsonSerializerOptions Line = new(Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For people at a terminal.</summary>
    public static readonly JsonSerializerOptions Readable = new(Line) { WriteIndented = true };
}
