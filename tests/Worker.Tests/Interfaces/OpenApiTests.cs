using System.Net;
using System.Text.Json.Nodes;
using Hub.Contracts.Messages;
using Hub.Testing.Interfaces;
using Hub.Worker.Http;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Interfaces;

/// <summary>The gate `schema` for the unit API: the committed document is the served one, and breaks no caller of the release.</summary>
[Collection(HubOverHttp.Name)]
public sealed class OpenApiTests(HubFixture fixture)
{
    private const string Released = "released/v1/openapi.json";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served() => Assert.Null(InterfaceFolder.Difference("openapi.json", await ServedAsync()));

    [Fact]
    public async Task Nothing_breaks_a_caller_who_was_written_for_the_release() => Assert.Empty(ApiGate.Breaks(InterfaceFolder.Json(Released), await ServedAsync()));

    [Fact]
    public async Task It_names_every_call_of_the_unit_API_and_none_beside()
    {
        var served = await ServedAsync();

        Assert.Equal(
            [
                "get /units/{code}/reports", "get /units/{code}/reports/{id}", "get /units/{code}/reports/{id}/attachments/{file}",
                "post /units/{code}/reports/{id}/attachments", "post /units/{code}/reports/{id}/statuses",
            ],
            served["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(call => $"{call.Key} {path.Key}")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_gate_names_what_was_removed_or_narrowed()
    {
        Assert.Equal(["POST /units/{code}/reports/{id}/statuses was removed."], Changed(api => api["paths"]!["/units/{code}/reports/{id}/statuses"]!.AsObject().Remove("post")));
        Assert.Contains(
            Changed(api => Status(api)["properties"]!.AsObject().Remove("publicNote")),
            problem => problem.Contains("$.publicNote was removed", StringComparison.Ordinal));
        Assert.Contains(
            Changed(api => Status(api)["required"] = new JsonArray("internalNote")),
            problem => problem.Contains("$.internalNote is required now", StringComparison.Ordinal));
        Assert.Contains(
            Changed(api => api["components"]!["schemas"]!["UnitReportShown"]!["properties"]!.AsObject().Remove("number")),
            problem => problem.Contains("$.number was removed", StringComparison.Ordinal));
        Assert.Contains(
            Changed(api => api["paths"]!["/units/{code}/reports"]!["get"]!["parameters"]!.AsArray().Single(parameter => parameter!["name"]!.GetValue<string>() == "limit")!["required"] = true),
            problem => problem.EndsWith("limit in query is required now.", StringComparison.Ordinal));
        Assert.Empty(Changed(api => api["components"]!["schemas"]!["UnitReportShown"]!["properties"]!["madeup"] = new JsonObject { ["type"] = "string" }));
    }

    [Fact]
    public void What_a_unit_is_shown_holds_all_of_its_assignment() =>
        Assert.Empty(typeof(UnitAssignment).GetProperties().Select(field => (field.Name, field.PropertyType)).Except(typeof(UnitReportShown).GetProperties().Select(field => (field.Name, field.PropertyType))));

    private static JsonNode Status(JsonNode api) => api["paths"]!["/units/{code}/reports/{id}/statuses"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;

    private static IReadOnlyList<string> Changed(Action<JsonNode> change)
    {
        var today = InterfaceFolder.Json(Released);
        change(today);
        return ApiGate.Breaks(InterfaceFolder.Json(Released), today);
    }

    private async Task<JsonNode> ServedAsync()
    {
        using var answer = await fixture.Hub.Http.GetAsync("/openapi/units.json", Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }
}
