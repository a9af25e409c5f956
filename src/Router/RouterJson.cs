using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;

namespace Hub.Router;

/// <summary>How the router writes JSON: names in camel case, nothing for null, the citizen's letters as they are.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportPlace))]
[JsonSerializable(typeof(ReportReceived))]
[JsonSerializable(typeof(PassOnStatus))]
[JsonSerializable(typeof(DeliverToUnit))]
[JsonSerializable(typeof(CloudEvent<UnitAssignment>))]
[JsonSerializable(typeof(CloudEvent<UnitAmendment>))]
[JsonSerializable(typeof(CloudEvent<UnitDeadline>))]
[JsonSerializable(typeof(CloudEvent<UnitAnswerRefused>))]
[JsonSerializable(typeof(UnitStatus))]
[JsonSerializable(typeof(CloudEvent<UnitStatus>))]
[JsonSerializable(typeof(Units.Onward))]
[JsonSerializable(typeof(Units.Succession))]
[JsonSerializable(typeof(CloudEvent<UnitMoved>))]
[JsonSerializable(typeof(List<string>))]
internal sealed partial class RouterJson : JsonSerializerContext
{
    private static RouterJson? readable;
    private static RouterJson? loose;

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Readable());

    public static T? Read<T>(string json) => (T?)JsonSerializer.Deserialize(json, typeof(T), Default);

    /// <summary>For what others write by hand: names in any case, numbers in quotes, commas too many.</summary>
    public static T? ReadLoosely<T>(ReadOnlySpan<byte> json) => (T?)JsonSerializer.Deserialize(json, typeof(T), Loose());

    private static RouterJson Loose() => loose ??= new RouterJson(new JsonSerializerOptions(Default.Options!)
    {
        PropertyNameCaseInsensitive = true,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    });

    private static RouterJson Readable() =>
        readable ??= new RouterJson(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
