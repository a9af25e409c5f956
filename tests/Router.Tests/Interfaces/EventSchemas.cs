using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hub.Contracts.Messages;
using Hub.Router.Lifecycle;
using Hub.Router.Units;
using Hub.Testing.Interfaces;

namespace Hub.Router.Tests.Interfaces;

/// <summary>One kind of event between the hub and units.</summary>
internal sealed record EventKind(string File, string Type, Type Carries, SchemaWay Way, string Title)
{
    public override string ToString() => File;
}

/// <summary>The JSON Schema of every event, made from the records that travel.</summary>
internal static class EventSchemas
{
    /// <summary>Of the notes that a unit writes.</summary>
    private const int LongestNote = 10_000;

    private const int MostFiles = 5;

    public static IReadOnlyList<EventKind> All { get; } =
    [
        new("assigned.v1", UnitPosts.AssignedType, typeof(UnitAssignment), SchemaWay.Out, "A report is given to the unit."),
        new("amended.v1", UnitPosts.AmendedType, typeof(UnitAmendment), SchemaWay.Out, "The reporter added something to a report that the unit has."),
        new("deadline.v1", "id.go.pu.hub.report.deadline.v1", typeof(UnitDeadline), SchemaWay.Out, "A deadline of a report comes near, is over, or was escalated."),
        new("answer-refused.v1", "id.go.pu.hub.report.answer.refused.v1", typeof(UnitAnswerRefused), SchemaWay.Out, "An answer of the unit did not go out to the reporter."),
        new("moved.v1", UnitPosts.MovedType, typeof(UnitMoved), SchemaWay.Out, "A report goes on elsewhere because the unit ended."),
        new("status.v1", UnitEvents.Type, typeof(UnitStatus), SchemaWay.In, "The unit says how a report stands."),
    ];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static JsonObject Of(EventKind kind)
    {
        var ours = kind.Way is SchemaWay.Out;
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://pu.go.id/hub/schemas/{kind.File}.json",
            ["title"] = kind.Title,
            ["type"] = "object",
            ["required"] = Names(ours ? ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"] : ["specversion", "id", "source", "type", "data"]),
            ["properties"] = new JsonObject
            {
                ["specversion"] = new JsonObject { ["const"] = "1.0" },
                ["id"] = Text(ours ? "The same at every sending: drop an event whose id you have stored." : "The same for every attempt to say one thing; with source it makes the event unique.", 1),
                ["source"] = ours ? new JsonObject { ["const"] = UnitPosts.Source } : Text("An address that names the unit's application.", 1),
                ["type"] = new JsonObject { ["const"] = kind.Type },
                ["subject"] = Text(ours ? "The number that the reporter knows." : "Not read.", null),
                ["time"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                ["datacontenttype"] = ours ? new JsonObject { ["const"] = "application/json" } : Text("application/json", null),
                ["data"] = Carried(kind),
            },
            ["additionalProperties"] = true,
        };
    }

    private static JsonNode Carried(EventKind kind)
    {
        var schema = Options.GetJsonSchemaAsNode(kind.Carries, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).AsObject();
        schema["type"] = "object";
        Tidy(schema);
        if (kind.Way is SchemaWay.Out)
        {
            return schema;
        }

        schema["required"] = Names(["reportId", "unit", "status"]);
        schema["properties"]!["reportId"]!["type"] = "string";
        schema["properties"]!["unit"]!["type"] = "string";
        schema["properties"]!["status"] = new JsonObject { ["type"] = "string", ["enum"] = Names(UnitStatusWords.All) };
        foreach (var note in (string[])["publicNote", "internalNote", "reason"])
        {
            schema["properties"]![note]!["maxLength"] = LongestNote;
        }

        schema["properties"]!["attachments"]!["maxItems"] = MostFiles;
        return schema;
    }

    /// <summary>What a record always holds is always written; null is left out.</summary>
    private static void Tidy(JsonNode schema)
    {
        schema.AsObject().Remove("default");
        if (schema["items"] is { } items)
        {
            Tidy(items);
        }

        if (schema["properties"] is JsonObject fields)
        {
            schema["required"] = Names([.. fields.Where(field => !MayBeNull(field.Value!)).Select(field => field.Key)]);
            foreach (var (_, field) in fields)
            {
                Tidy(field!);
            }
        }
    }

    private static bool MayBeNull(JsonNode schema) => schema["type"] is JsonArray types ? types.Any(type => type!.GetValue<string>() is "null") : schema["enum"] is JsonArray values && values.Any(value => value is null);

    private static JsonObject Text(string description, int? shortest)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description };
        if (shortest is { } length)
        {
            schema["minLength"] = length;
        }

        return schema;
    }

    private static JsonArray Names(IReadOnlyList<string> names) => [.. names.Select(name => (JsonNode)name)];
}
