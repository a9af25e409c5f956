using System.Globalization;
using System.Text.Json.Nodes;

namespace Hub.Testing.Interfaces;

/// <summary>Which way a document goes: that decides what its other end relies on.</summary>
public enum SchemaWay
{
    /// <summary>The hub writes it, units read it: what was always there must stay there.</summary>
    Out,

    /// <summary>Units write it, the hub reads it: what was taken must be taken.</summary>
    In,
}

/// <summary>Finds what of a schema a unit that was written for the released one would stumble over. Each finding names the field.</summary>
public sealed class SchemaGate
{
    private const string Others = "additionalProperties";

    private static readonly string[] Everything = ["null", "boolean", "integer", "number", "string", "array", "object"];

    private readonly JsonNode released;
    private readonly JsonNode today;
    private readonly SchemaWay way;
    private readonly List<string> breaks = [];

    private SchemaGate(JsonNode released, JsonNode today, SchemaWay way) => (this.released, this.today, this.way) = (released, today, way);

    public static IReadOnlyList<string> Breaks(JsonNode released, JsonNode today, SchemaWay way) => Breaks((released, released), (today, today), way);

    /// <param name="released">The schema, and the document in which its references are found.</param>
    /// <param name="today">The same of today.</param>
    public static IReadOnlyList<string> Breaks((JsonNode Schema, JsonNode Document) released, (JsonNode Schema, JsonNode Document) today, SchemaWay way)
    {
        var gate = new SchemaGate(released.Document, today.Document, way);
        gate.Compare("$", released.Schema, today.Schema);
        return gate.breaks;
    }

    private void Compare(string path, JsonNode before, JsonNode now)
    {
        (before, now) = (Resolved(before, released), Resolved(now, today));
        CompareTypes(path, before, now);
        CompareValues(path, before, now);
        CompareFields(path, before, now);
        if (before["items"] is { } items && now["items"] is { } nowItems)
        {
            Compare($"{path}[]", items, nowItems);
        }

        foreach (var word in (string[])["anyOf", "oneOf"])
        {
            CompareChoices(path, before[word] as JsonArray ?? [], now[word] as JsonArray ?? []);
        }
    }

    private void CompareTypes(string path, JsonNode before, JsonNode now)
    {
        var (old, fresh) = (Types(before), Types(now));
        if (old.Except(fresh).ToList() is { Count: > 0 } lost)
        {
            breaks.Add($"{path} may not be {string.Join(" or ", lost)} any more.");
        }

        if (way is SchemaWay.Out && fresh.Except(old).ToList() is { Count: > 0 } more)
        {
            breaks.Add($"{path} may be {string.Join(" or ", more)} now, which no reader expects.");
        }
    }

    private void CompareValues(string path, JsonNode before, JsonNode now)
    {
        CompareWords(path, Values(before), Values(now));
        foreach (var word in (string[])["format", "pattern", "const"])
        {
            var limit = Written(now, word);
            if (limit.Length > 0 && limit != Written(before, word))
            {
                breaks.Add($"{path} has another {word}: {limit}.");
            }
        }

        if (Number(now, "maxLength", long.MaxValue) is var longest && longest < Number(before, "maxLength", long.MaxValue))
        {
            breaks.Add($"{path} may hold at most {longest} characters now.");
        }

        if (Number(now, "minLength", 0) is var shortest && shortest > Number(before, "minLength", 0))
        {
            breaks.Add($"{path} must hold at least {shortest} characters now.");
        }
    }

    private void CompareWords(string path, IReadOnlyList<string>? before, IReadOnlyList<string>? now)
    {
        if (now is null)
        {
            return;
        }

        if (before is null)
        {
            breaks.Add($"{path} may hold only {string.Join(", ", now)} now.");
        }
        else if (before.Except(now).ToList() is { Count: > 0 } lost)
        {
            breaks.Add($"{path} may not hold {string.Join(", ", lost)} any more.");
        }
    }

    private void CompareFields(string path, JsonNode before, JsonNode now)
    {
        var (old, fresh) = (Required(before), Required(now));
        breaks.AddRange(fresh.Except(old).Select(name => $"{path}.{name} is required now."));
        if (way is SchemaWay.Out)
        {
            breaks.AddRange(old.Except(fresh).Select(name => $"{path}.{name} may be absent now."));
        }

        if (Written(now, Others) is "false" && Written(before, Others) is not "false")
        {
            breaks.Add($"{path} takes no unknown fields any more.");
        }

        var still = now["properties"] as JsonObject ?? [];
        foreach (var (name, schema) in before["properties"] as JsonObject ?? [])
        {
            if (still[name] is { } known)
            {
                Compare($"{path}.{name}", schema!, known);
            }
            else
            {
                breaks.Add($"{path}.{name} was removed.");
            }
        }
    }

    private void CompareChoices(string path, JsonArray before, JsonArray now)
    {
        if (before.Count != now.Count)
        {
            breaks.Add($"{path} has {now.Count} choices and had {before.Count}.");
            return;
        }

        foreach (var (old, fresh) in before.Zip(now))
        {
            Compare(path, old!, fresh!);
        }
    }

    private static JsonNode Resolved(JsonNode schema, JsonNode document)
    {
        while (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            schema = reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Aggregate(document, (node, part) => node[part] ?? throw new InvalidOperationException($"{reference} leads nowhere."));
        }

        return schema;
    }

    private static IReadOnlyList<string> Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray many => [.. many.Select(type => type!.GetValue<string>())],
        JsonValue one => [one.GetValue<string>()],
        _ => Everything,
    };

    private static IReadOnlyList<string>? Values(JsonNode schema) => schema["enum"] is JsonArray values ? [.. values.Select(value => value?.ToJsonString() ?? "null")] : null;

    private static IReadOnlyList<string> Required(JsonNode schema) => schema["required"] is JsonArray names ? [.. names.Select(name => name!.GetValue<string>())] : [];

    private static long Number(JsonNode schema, string word, long otherwise) => schema[word] is { } number ? long.Parse(number.ToJsonString(), CultureInfo.InvariantCulture) : otherwise;

    private static string Written(JsonNode schema, string word) => schema[word]?.ToJsonString() ?? "";
}
