using System.Text.Json.Nodes;
using Hub.Testing.Interfaces;
using YamlDotNet.Serialization;

namespace Hub.Worker.Tests.Interfaces;

/// <summary>The AsyncAPI document against the schemas it speaks of: it is written by hand, and every name in it must lead somewhere.</summary>
public sealed class AsyncApiTests
{
    private static readonly JsonNode Document = JsonNode.Parse(
        new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().Build().Deserialize(InterfaceFolder.Text("asyncapi.yaml"))!))!;

    [Fact]
    public void It_is_AsyncAPI_3_with_the_queues_that_the_hub_declares()
    {
        Assert.Equal("3.0.0", Document["asyncapi"]!.GetValue<string>());
        Assert.Equal(["hub.unit-status", "unit.{code}.inbox"], Document["channels"]!.AsObject().Select(channel => channel.Value!["address"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(["receive", "send"], Document["operations"]!.AsObject().Select(operation => operation.Value!["action"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_schema_is_the_payload_of_a_message_that_has_its_type_as_name()
    {
        var messages = Document["components"]!["messages"]!.AsObject().Select(message => message.Value!).ToDictionary(
            message => message["payload"]!["$ref"]!.GetValue<string>(), message => message["name"]!.GetValue<string>());
        var schemas = InterfaceFolder.Files("schemas", ".json").ToDictionary(
            file => $"./schemas/{file}", file => InterfaceFolder.Json($"schemas/{file}")["properties"]!["type"]!["const"]!.GetValue<string>());

        Assert.NotEmpty(schemas);
        Assert.Equal(schemas.OrderBy(pair => pair.Key, StringComparer.Ordinal), messages.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reference_leads_somewhere() => Assert.All(References(Document).Where(reference => reference.StartsWith('#')), reference =>
        Assert.NotNull(reference[2..].Split('/').Aggregate((JsonNode?)Document, (node, part) => node?[part])));

    [Fact]
    public void Every_message_travels_on_a_channel()
    {
        var travelling = Document["channels"]!.AsObject().SelectMany(channel => References(channel.Value!["messages"]!)).Order(StringComparer.Ordinal);

        Assert.Equal(Document["components"]!["messages"]!.AsObject().Select(message => $"#/components/messages/{message.Key}").Order(StringComparer.Ordinal), travelling);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field.Key is "$ref" ? [field.Value!.GetValue<string>()] : References(field.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
