using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Router.Units;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Worker.Tests.Host;

[Collection(HubOverHttp.Name)]
public sealed class AnswersApiTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_answers_are_for_holders_of_the_operations_key_alone()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync("/operations/answers", Token)).Code);

        var (code, page) = await EmbeddedHub.GetAsync(hub.Operations, "/operations/answers", Token);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(0, page.GetProperty("pulse").GetProperty("waiting").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await EmbeddedHub.GetAsync(hub.Operations, "/operations/answers?limit=0", Token)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await EmbeddedHub.GetAsync(hub.Operations, $"/operations/answers/{Guid.Empty}", Token)).Code);
        Assert.Equal(HttpStatusCode.BadRequest, await DecideAsync("refuse", new { by = "Uji" }));
        Assert.Equal(HttpStatusCode.BadRequest, await DecideAsync("approve", new { reason = "Uji" }));
        Assert.Equal(HttpStatusCode.NotFound, await DecideAsync("approve", new { by = "Uji" }));
        Assert.Equal(HttpStatusCode.NotFound, await DecideAsync("refuse", new { by = "Uji", reason = "Uji" }));
    }

    [Fact]
    public async Task A_unit_whose_answer_may_not_go_is_told_why_with_422()
    {
        var assigned = await hub.AssignedAsync("6281377003599", Token);
        var unit = assigned.GetProperty("unit").GetString()!;
        var key = await hub.App.Services.GetRequiredService<UnitKeyDesk>().IssueAsync(new UnitKeyWish(unit, UnitScopes.All, null), ("uji", "baru"), Token);
        using var http = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        using var said = new HttpRequestMessage(HttpMethod.Post, $"/units/{unit}/reports/{assigned.GetProperty("id").GetString()}/statuses")
        {
            Content = JsonContent.Create(new { status = "answered", publicNote = "Hubungi 081234567890." }),
            Headers = { { "Idempotency-Key", "jawaban-1" } },
        };

        using var answer = await http.SendAsync(said, Token);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Contains("telephone number", problem.GetProperty("detail").GetString());
        Assert.DoesNotContain("0812", problem.GetRawText());
    }

    [Fact]
    public async Task The_verbs_of_reports_and_answers_say_what_is_not_there()
    {
        Assert.Equal(66, (await VerbAsync("report", "reopen", "LP-1999-000001", "--reason", "Uji.")).Code);
        Assert.Equal(66, (await VerbAsync("report", "merge", "LP-1999-000001", "--into", "LP-1999-000002", "--reason", "Uji.", "--yes")).Code);
        Assert.Equal(66, (await VerbAsync("report", "unmerge", "LP-1999-000001", "--reason", "Uji.")).Code);
        Assert.Equal(66, (await VerbAsync("answers", "approve", Guid.Empty.ToString())).Code);
        Assert.NotEqual(0, (await VerbAsync("answers", "refuse", Guid.Empty.ToString())).Code);
        Assert.Equal(0, (await VerbAsync("answers", "list", "--format", "json")).Code);
    }

    private async Task<HttpStatusCode> DecideAsync(string act, object wish)
    {
        using var answer = await hub.Operations.PostAsJsonAsync($"/operations/answers/{Guid.Empty}/{act}", wish, Token);
        return answer.StatusCode;
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
