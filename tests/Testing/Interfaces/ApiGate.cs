using System.Text.Json.Nodes;

namespace Hub.Testing.Interfaces;

/// <summary>Finds what of an OpenAPI document a caller who was written for the released one would stumble over.</summary>
public static class ApiGate
{
    public static IReadOnlyList<string> Breaks(JsonNode released, JsonNode today) =>
    [
        .. from path in Fields(released["paths"])
           from call in Fields(path.Value)
           let name = $"{call.Key.ToUpperInvariant()} {path.Key}"
           from problem in today["paths"]?[path.Key]?[call.Key] is { } still ? Call(name, (call.Value!, released), (still, today)) : [$"{name} was removed."]
           select problem,
    ];

    private static IEnumerable<string> Call(string name, (JsonNode Node, JsonNode Document) before, (JsonNode Node, JsonNode Document) now) =>
        Parameters(name, before, now).Concat(Body(name, before, now)).Concat(Answers(name, before, now));

    private static IEnumerable<string> Parameters(string name, (JsonNode Node, JsonNode Document) before, (JsonNode Node, JsonNode Document) now)
    {
        var (old, fresh) = (Named(before.Node), Named(now.Node));
        return old.Keys.Except(fresh.Keys).Select(lost => $"{name}: the parameter {lost} was removed.")
            .Concat(fresh.Where(parameter => IsRequired(parameter.Value) && !(old.GetValueOrDefault(parameter.Key) is { } known && IsRequired(known))).Select(parameter => $"{name}: the parameter {parameter.Key} is required now."))
            .Concat(old.Where(parameter => fresh.ContainsKey(parameter.Key)).SelectMany(parameter =>
                Schemas($"{name}: the parameter {parameter.Key}", (parameter.Value["schema"], before.Document), (fresh[parameter.Key]["schema"], now.Document), SchemaWay.In)));
    }

    private static IEnumerable<string> Body(string name, (JsonNode Node, JsonNode Document) before, (JsonNode Node, JsonNode Document) now)
    {
        var (old, fresh) = (before.Node["requestBody"], now.Node["requestBody"]);
        IEnumerable<string> required = fresh is not null && IsRequired(fresh) && (old is null || !IsRequired(old)) ? [$"{name}: a body is required now."] : [];
        return required.Concat(Contents($"{name}: the body", (old?["content"], before.Document), (fresh?["content"], now.Document), SchemaWay.In));
    }

    private static IEnumerable<string> Answers(string name, (JsonNode Node, JsonNode Document) before, (JsonNode Node, JsonNode Document) now) =>
        Fields(before.Node["responses"]).SelectMany(answer => now.Node["responses"]?[answer.Key] is { } still
            ? Contents($"{name}: the answer {answer.Key}", (answer.Value!["content"], before.Document), (still["content"], now.Document), SchemaWay.Out)
            : [$"{name}: the answer {answer.Key} was removed."]);

    private static IEnumerable<string> Contents(string name, (JsonNode? Node, JsonNode Document) before, (JsonNode? Node, JsonNode Document) now, SchemaWay way) =>
        Fields(before.Node).SelectMany(content => now.Node?[content.Key] is { } still
            ? Schemas($"{name} as {content.Key}", (content.Value!["schema"], before.Document), (still["schema"], now.Document), way)
            : [$"{name} as {content.Key} was removed."]);

    private static IEnumerable<string> Schemas(string name, (JsonNode? Node, JsonNode Document) before, (JsonNode? Node, JsonNode Document) now, SchemaWay way) =>
        before.Node is null || now.Node is null ? [] : SchemaGate.Breaks((before.Node, before.Document), (now.Node, now.Document), way).Select(problem => $"{name}: {problem}");

    private static Dictionary<string, JsonNode> Named(JsonNode call) =>
        (call["parameters"] as JsonArray ?? []).ToDictionary(parameter => $"{parameter!["name"]!.GetValue<string>()} in {parameter["in"]!.GetValue<string>()}", parameter => parameter!);

    private static bool IsRequired(JsonNode node) => node["required"]?.GetValue<bool>() is true;

    private static JsonObject Fields(JsonNode? node) => node as JsonObject ?? [];
}
