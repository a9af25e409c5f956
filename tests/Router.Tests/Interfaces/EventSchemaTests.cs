using System.Text.Json.Nodes;
using Hub.Testing.Interfaces;

namespace Hub.Router.Tests.Interfaces;

/// <summary>The gate `schema`: the committed schemas are those of the records, and no unit that was written for the released ones stumbles.</summary>
public class EventSchemaTests
{
    private const string ReleasedFolder = "released/v1/schemas";

    public static TheoryData<string> Kinds => [.. EventSchemas.All.Select(kind => kind.File)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_committed_schema_is_the_one_of_the_record(string file) => Assert.Null(InterfaceFolder.Difference($"schemas/{file}.json", EventSchemas.Of(Kind(file))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_breaks_a_unit_that_was_written_for_the_released_schema(string file) =>
        Assert.Empty(SchemaGate.Breaks(InterfaceFolder.Json($"{ReleasedFolder}/{file}.json"), EventSchemas.Of(Kind(file)), Kind(file).Way));

    [Fact]
    public void Every_released_schema_is_still_there() =>
        Assert.Empty(InterfaceFolder.Files(ReleasedFolder, ".json").Select(name => Path.GetFileNameWithoutExtension(name)).Except(EventSchemas.All.Select(kind => kind.File)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_gate_sees_each_field_of_each_record_go(string file)
    {
        var kind = Kind(file);
        var fields = EventSchemas.Of(kind)["properties"]!["data"]!["properties"]!.AsObject().Select(field => field.Key).ToList();

        Assert.All(fields, field =>
        {
            var today = EventSchemas.Of(kind);
            var carried = today["properties"]!["data"]!;
            carried["properties"]!.AsObject().Remove(field);
            Assert.Contains($"$.data.{field} was removed.", SchemaGate.Breaks(EventSchemas.Of(kind), today, kind.Way));
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_released_example_fits_the_schema_of_today_and_of_its_release(string file)
    {
        JsonNode example = InterfaceFolder.Json($"released/v1/examples/{file}.json");

        Assert.Empty(SchemaCheck.Faults(EventSchemas.Of(Kind(file)), example));
        Assert.Empty(SchemaCheck.Faults(InterfaceFolder.Json($"{ReleasedFolder}/{file}.json"), example));
    }

    private static EventKind Kind(string file) => EventSchemas.All.Single(kind => kind.File == file);
}
