using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Testing.Interfaces;

/// <summary>Holds a document against a schema, as far as our schemas go: types, required fields, fixed values, lists.</summary>
public static class SchemaCheck
{
    public static IEnumerable<string> Faults(JsonNode schema, JsonNode? document, string path = "$")
    {
        var type = TypeOf(document);
        if (schema["type"] is { } wanted && !Allows(wanted, type))
        {
            return [$"{path} is {type}, not {wanted.ToJsonString()}."];
        }

        if (schema["const"] is { } fixedValue && !JsonNode.DeepEquals(fixedValue, document))
        {
            return [$"{path} is not {fixedValue.ToJsonString()}."];
        }

        if (schema["enum"] is JsonArray values && !values.Any(value => JsonNode.DeepEquals(value, document)))
        {
            return [$"{path} holds {document?.ToJsonString()}, which is not among {values.ToJsonString()}."];
        }

        return document switch
        {
            JsonObject fields => Fields(schema, fields, path),
            JsonArray items when schema["items"] is { } each => items.SelectMany((item, index) => Faults(each, item, $"{path}[{index}]")),
            _ => [],
        };
    }

    private static IEnumerable<string> Fields(JsonNode schema, JsonObject fields, string path)
    {
        var missing = (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !fields.ContainsKey(name)).Select(name => $"{path}.{name} is missing.");
        var wrong = fields.SelectMany(field => schema["properties"]?[field.Key] is { } known ? Faults(known, field.Value, $"{path}.{field.Key}") : []);
        return missing.Concat(wrong);
    }

    private static bool Allows(JsonNode wanted, string type)
    {
        var words = wanted is JsonArray many ? many.Select(word => word!.GetValue<string>()).ToList() : [wanted.GetValue<string>()];
        return words.Contains(type) || (type is "integer" && words.Contains("number"));
    }

    private static string TypeOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => node.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
