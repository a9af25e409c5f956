using System.Net;
using System.Text.Json;
using Hub.Testing;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub report sla|backlog|sync|routing and the same at the operations API, beside a running embedded hub.</summary>
[Collection(HubByVerbs.Name)]
public sealed class ReportFiguresTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_figure_says_the_same_at_the_terminal_and_at_the_API()
    {
        await hub.AssignedAsync("6281377008851", Token);

        foreach (var name in new[] { "sla", "backlog", "sync", "routing" })
        {
            var verb = await VerbAsync("report", name, "--format", "json", "--unit", "PU-TOL-TIDAK");
            Assert.Equal((64, true), (verb.Code, verb.Complaint.Contains("There is no unit", StringComparison.Ordinal)));
            var (code, body) = await EmbeddedHub.GetAsync(hub.Operations, $"/operations/figures/{name}?by=channel", Token);
            Assert.Equal(HttpStatusCode.OK, code);
            var told = JsonElement.Parse((await VerbAsync("report", name, "--by", "channel", "--format", "json")).Output);
            Assert.Equal(Ids(told), Ids(body));
            Assert.Equal("whatsapp", Assert.Single(told.GetProperty("rows").EnumerateArray()).GetProperty("key").GetString());
        }

        var sla = await VerbAsync("report", "sla");
        Assert.Contains("Tindak", sla.Output, StringComparison.Ordinal);
        Assert.StartsWith("\"key\",\"name\",\"reports\"", (await VerbAsync("report", "sla", "--format", "csv", "--bom")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/operations/figures/sla?from=2026-03-02&to=2026-03-01", HttpStatusCode.BadRequest)]
    [InlineData("/operations/figures/sla?from=kemarin", HttpStatusCode.BadRequest)]
    [InlineData("/operations/figures/sla?by=cuaca", HttpStatusCode.BadRequest)]
    [InlineData("/operations/figures/sla?format=xml", HttpStatusCode.BadRequest)]
    [InlineData("/operations/figures/cuaca", HttpStatusCode.NotFound)]
    [InlineData("/operations/reports/LP-1999-000001/timeline", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_answered_is_said(string path, HttpStatusCode code) => Assert.Equal(code, (await EmbeddedHub.GetAsync(hub.Operations, path, Token)).Code);

    [Theory]
    [InlineData("/operations/figures/sla")]
    [InlineData("/operations/reports/LP-2026-000001/timeline")]
    public async Task Without_the_key_the_answer_is_401(string path) => Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync(path, Token)).Code);

    [Fact]
    public async Task The_timeline_begins_with_what_came_in_and_names_nobody()
    {
        var number = (await hub.AssignedAsync("6281377008802", Token)).GetProperty("number").GetString()!;

        var (_, timeline) = await EmbeddedHub.GetAsync(hub.Operations, $"/operations/reports/{number}/timeline", Token);

        var kinds = timeline.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()).ToList();
        Assert.Superset(new HashSet<string?> { "raw", "report", "received", "decision", "state", "status" }, kinds.ToHashSet());
        Assert.True(kinds.IndexOf("raw") < kinds.IndexOf("decision") && kinds.IndexOf("decision") < kinds.LastIndexOf("status"), string.Join(' ', kinds));
        Assert.DoesNotContain("6281377008802", timeline.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("decision", (await VerbAsync("report", "show", number)).Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Ids(JsonElement table) => [.. table.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("id").GetString())];

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
