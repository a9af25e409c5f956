using System.Text.Json.Nodes;
using Hub.Testing.Interfaces;

namespace Hub.Router.Tests.Interfaces;

/// <summary>The gate itself: what it must refuse, what it must let pass, and that it names the field.</summary>
public class SchemaGateTests
{
    private const string Released = """
        {
          "type": "object", "required": ["id"],
          "properties": {
            "id": { "type": "string" },
            "note": { "type": ["string", "null"] },
            "class": { "enum": ["Complaint", "Aspiration"] },
            "place": { "type": "object", "properties": { "latitude": { "type": ["number", "null"] } } },
            "files": { "type": "array", "items": { "type": "object", "properties": { "size": { "type": "integer" } } } }
          }
        }
        """;

    [Theory]
    [InlineData(SchemaWay.Out)]
    [InlineData(SchemaWay.In)]
    public void The_same_schema_passes_both_ways(SchemaWay way) => Assert.Empty(Breaks(way, _ => { }));

    [Theory]
    [InlineData(SchemaWay.Out)]
    [InlineData(SchemaWay.In)]
    public void A_new_optional_field_and_a_new_word_pass(SchemaWay way) => Assert.Empty(Breaks(way, schema =>
    {
        schema["properties"]!["since"] = new JsonObject { ["type"] = "string" };
        schema["properties"]!["class"]!["enum"]!.AsArray().Add("InformationRequest");
    }));

    [Fact]
    public void A_removed_field_is_named() => Names("$.note was removed.", schema => schema["properties"]!.AsObject().Remove("note"));

    [Fact]
    public void A_removed_field_deep_inside_is_named_with_its_place() =>
        Names("$.files[].size was removed.", schema => schema["properties"]!["files"]!["items"]!["properties"]!.AsObject().Remove("size"));

    [Fact]
    public void A_field_that_is_required_now_is_named() => Names("$.note is required now.", schema => schema["required"]!.AsArray().Add("note"));

    [Fact]
    public void A_new_required_field_is_named() => Names("$.since is required now.", schema =>
    {
        schema["properties"]!["since"] = new JsonObject { ["type"] = "string" };
        schema["required"]!.AsArray().Add("since");
    });

    [Fact]
    public void A_narrower_type_is_named() => Names("$.note may not be null any more.", schema => schema["properties"]!["note"]!["type"] = "string");

    [Fact]
    public void A_lost_word_is_named() => Names("$.class may not hold \"Aspiration\" any more.", schema => schema["properties"]!["class"]!["enum"]!.AsArray().RemoveAt(1));

    [Fact]
    public void A_list_of_words_where_there_was_none_is_named() => Names("$.id may hold only \"a\" now.", schema => schema["properties"]!["id"]!["enum"] = new JsonArray("a"));

    [Fact]
    public void A_shorter_limit_is_named() => Names("$.id may hold at most 10 characters now.", schema => schema["properties"]!["id"]!["maxLength"] = 10);

    [Fact]
    public void A_closed_door_for_unknown_fields_is_named() => Names("$ takes no unknown fields any more.", schema => schema["additionalProperties"] = false);

    [Fact]
    public void A_reader_is_not_given_what_it_does_not_expect()
    {
        Assert.Contains("$.id may be null now, which no reader expects.", Breaks(SchemaWay.Out, schema => schema["properties"]!["id"]!["type"] = new JsonArray("string", "null")));
        Assert.Contains("$.id may be absent now.", Breaks(SchemaWay.Out, schema => schema["required"]!.AsArray().Clear()));
        Assert.Empty(Breaks(SchemaWay.In, schema => schema["required"]!.AsArray().Clear()));
    }

    private static void Names(string finding, Action<JsonNode> change)
    {
        Assert.Equal([finding], Breaks(SchemaWay.Out, change));
        Assert.Equal([finding], Breaks(SchemaWay.In, change));
    }

    private static IReadOnlyList<string> Breaks(SchemaWay way, Action<JsonNode> change)
    {
        var today = JsonNode.Parse(Released)!;
        change(today);
        return SchemaGate.Breaks(JsonNode.Parse(Released)!, today, way);
    }
}
