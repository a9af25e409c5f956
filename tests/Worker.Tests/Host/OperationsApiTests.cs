using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Simulators.WhatsApp;
using Hub.Testing;

namespace Hub.Worker.Tests.Host;

[Collection(HubOverHttp.Name)]
public sealed class OperationsApiTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/operations/reports")]
    [InlineData("/operations/reports/LP-2026-000001")]
    [InlineData("/operations/summary")]
    [InlineData("/metrics")]
    [InlineData("/operations/reconciliation")]
    public async Task Without_the_key_the_answer_is_401(string path) => Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync(path, Token)).Code);

    [Fact]
    public async Task A_report_shows_its_decision_with_the_explanation_and_its_history()
    {
        var listed = await hub.AssignedAsync("6281377003501", Token);
        Assert.StartsWith("LP-", listed.GetProperty("number").GetString(), StringComparison.Ordinal);
        Assert.Equal("whatsapp", listed.GetProperty("channel").GetString());
        Assert.True(listed.GetProperty("explained").GetBoolean());

        var (code, story) = await EmbeddedHub.GetAsync(hub.Operations, $"/operations/reports/{listed.GetProperty("number").GetString()}", Token);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(EmbeddedHub.Toll, story.GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Object, story.GetProperty("decisions")[0].GetProperty("explanation").ValueKind);
        Assert.NotEqual(0, story.GetProperty("history").GetArrayLength());

        var (_, summary) = await EmbeddedHub.GetAsync(hub.Operations, "/operations/summary", Token);
        Assert.True(summary.GetProperty("Assigned").GetInt32() > 0);
    }

    [Fact]
    public async Task Figures_count_the_work_and_name_nobody()
    {
        await hub.AssignedAsync("6281377003503", Token);

        var figures = await hub.Operations.GetStringAsync("/metrics", Token);
        Assert.Contains("\nhub_bodies_total{channel=\"whatsapp\",outcome=\"stored\"} ", figures, StringComparison.Ordinal);
        Assert.Contains("\nhub_decisions_total{outcome=\"Assigned\"} ", figures, StringComparison.Ordinal);
        Assert.Contains("\nhub_messages_total{outcome=\"sent\"} ", figures, StringComparison.Ordinal);
        Assert.Contains("\nhub_unread_bodies ", figures, StringComparison.Ordinal);
        Assert.DoesNotContain("6281377003503", figures, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_a_wrong_limit_is_400()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await EmbeddedHub.GetAsync(hub.Operations, "/operations/reports/LP-1999-000001", Token)).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await EmbeddedHub.GetAsync(hub.Operations, "/operations/reports?limit=0", Token)).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await EmbeddedHub.GetAsync(hub.Operations, "/operations/reports?state=Hilang", Token)).Code);
    }

    [Theory]
    [InlineData("/operations/reports?after=LP-2026%00")]
    [InlineData("/operations/quarantine?code=%00&channel=whatsapp")]
    [InlineData("/operations/answers?unit=PU%00")]
    [InlineData("/operations/reconciliation?channel=%00")]
    public async Task A_query_for_the_character_that_is_in_no_text_is_400(string path)
    {
        var (code, problem) = await EmbeddedHub.GetAsync(hub.Operations, path, Token);
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("U+0000", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await EmbeddedHub.GetAsync(hub.Operations, path.Replace("%00", "%2500", StringComparison.Ordinal), Token)).Code);
    }

    [Fact]
    public async Task Triage_takes_a_whole_decision_and_nothing_less()
    {
        await hub.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377003502", "Warga Uji"), "Mohon bantuannya, keadaan di sini tidak baik sama sekali sejak kemarin.");
        var waiting = await Eventually.FindAsync(
            "a report in triage",
            async () => (await EmbeddedHub.GetAsync(hub.Operations, "/operations/reports?state=Triage", Token)).Body.GetProperty("items") is var items && items.GetArrayLength() > 0 ? items[0].GetProperty("number").GetString() : null,
            Token);

        Assert.Equal(HttpStatusCode.BadRequest, await DecideAsync(waiting, new { unit = "PU-BM" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await DecideAsync(waiting, new { unit = "PU-TIDAK-ADA", by = "Uji", reason = "Jalan." }));
        Assert.Equal(HttpStatusCode.NotFound, await DecideAsync("LP-1999-000001", new { unit = "PU-BM", by = "Uji", reason = "Jalan." }));
        Assert.Equal(HttpStatusCode.OK, await DecideAsync(waiting, new { unit = "PU-BM", by = "Uji", reason = "Jalan." }));
        Assert.Equal("PU-BM", (await EmbeddedHub.GetAsync(hub.Operations, $"/operations/reports/{waiting}", Token)).Body.GetProperty("report").GetProperty("unit").GetString());
    }

    private async Task<HttpStatusCode> DecideAsync(string number, object decision)
    {
        using var answer = await hub.Operations.PostAsJsonAsync($"/operations/triage/{number}", decision, Token);
        return answer.StatusCode;
    }
}
