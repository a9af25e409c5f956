using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Router.Units;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Worker.Tests.Host;

[Collection(HubOverHttp.Name)]
public sealed class UnitApiTests(HubFixture fixture) : IAsyncLifetime
{
    private static int reporters;

    private readonly EmbeddedHub hub = fixture.Hub;
    private HttpClient unit = null!;
    private string code = null!;
    private string report = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var assigned = await hub.AssignedAsync($"62813771{10_000 + Interlocked.Increment(ref reporters)}", Token);
        code = assigned.GetProperty("unit").GetString()!;
        report = assigned.GetProperty("id").GetString()!;
        var key = await hub.IssueKeyAsync(code, Token);
        unit = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
    }

    public ValueTask DisposeAsync()
    {
        unit.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_the_answer_is_401()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync($"/units/{code}/reports", Token)).Code);

        using var wrong = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "hubu_" + new string('a', 64)) } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await EmbeddedHub.GetAsync(wrong, $"/units/{code}/reports", Token)).Code);
        Assert.Equal(HttpStatusCode.Unauthorized, (await EmbeddedHub.GetAsync(hub.Operations, $"/units/{code}/reports", Token)).Code);
    }

    [Fact]
    public async Task Another_unit_is_404_and_so_is_another_unit_s_report()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await EmbeddedHub.GetAsync(unit, "/units/PU-CK/reports", Token)).Code);

        var key = await hub.IssueKeyAsync("PU-CK", Token);
        using var other = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        Assert.Equal(HttpStatusCode.NotFound, (await EmbeddedHub.GetAsync(other, $"/units/PU-CK/reports/{report}", Token)).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await SayAsync("k1", """{"status":"acknowledged"}""", other, "PU-CK")).Code);
    }

    [Fact]
    public async Task The_unit_lists_its_reports_and_pages_on()
    {
        var found = await Eventually.FindAsync<string>("the report in the list", async () => await FindInListAsync(), Token);
        Assert.Equal(report, found);

        var (one, body) = await EmbeddedHub.GetAsync(unit, $"/units/{code}/reports/{report}", Token);
        Assert.Equal(HttpStatusCode.OK, one);
        Assert.Equal("Assigned", body.GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await EmbeddedHub.GetAsync(unit, $"/units/{code}/reports?limit=0", Token)).Code);
    }

    [Fact]
    public async Task A_revoked_key_is_dead_at_once()
    {
        var key = await hub.IssueKeyAsync("PU-BK", Token);
        using var short_lived = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        Assert.Equal(HttpStatusCode.OK, (await EmbeddedHub.GetAsync(short_lived, "/units/PU-BK/reports", Token)).Code);

        await hub.App.Services.GetRequiredService<UnitKeyDesk>().RevokeAsync("PU-BK", null, ("uji", "uji"), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await EmbeddedHub.GetAsync(short_lived, "/units/PU-BK/reports", Token)).Code);
    }

    [Fact]
    public async Task The_key_of_a_unit_that_has_ended_says_so_with_the_successor()
    {
        var key = await hub.IssueKeyAsync("PUPR-BM", Token);
        using var closed = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

        var (answer, problem) = await EmbeddedHub.GetAsync(closed, "/units/PUPR-BM/reports", Token);

        Assert.Equal(HttpStatusCode.Gone, answer);
        Assert.EndsWith("/unit-closed", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("PUPR-BM ended on 2024-10-20; its work is with PU-BM", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await SayAsync("tutup", """{"status":"acknowledged"}""", closed, "PUPR-BM")).Code);
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_another_body_under_it_is_422()
    {
        const string Body = """{"status":"answered","publicNote":"Sudah ditambal.","occurredAt":"2026-01-01T08:00:00+07:00"}""";
        var first = await SayAsync("kunci-1", Body);
        var second = await SayAsync("kunci-1", Body);

        Assert.Equal((HttpStatusCode.Accepted, "Answered"), (first.Code, first.Body.GetProperty("state").GetString()));
        Assert.Equal((HttpStatusCode.Accepted, "Answered"), (second.Code, second.Body.GetProperty("state").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SayAsync("kunci-1", """{"status":"in_progress"}""")).Code);

        // The answered report cannot be returned.
        Assert.Equal(HttpStatusCode.Conflict, (await SayAsync("kunci-2", """{"status":"returned","reason":"Bukan kami."}""")).Code);
        Assert.Equal(HttpStatusCode.Conflict, (await SayAsync("kunci-2", """{"status":"returned","reason":"Bukan kami."}""")).Code);
    }

    [Fact]
    public async Task An_unknown_word_is_422_and_names_the_known_ones()
    {
        var (answer, problem) = await SayAsync("kata", """{"status":"beres"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer);
        Assert.All(
            ["acknowledged", "in_progress", "waiting_reporter", "postponed", "answered", "returned", "archived"],
            word => Assert.Contains(word, problem.GetProperty("detail").GetString()!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{\"status\":", 400)]
    [InlineData("{\"status\":7}", 400)]
    [InlineData("{\"status\":\"answered\"}", 422)]
    [InlineData("{}", 422)]
    public async Task A_body_that_is_no_status_is_refused(string body, int wanted) => Assert.Equal(wanted, (int)(await SayAsync("tubuh", body)).Code);

    [Fact]
    public async Task Without_an_idempotency_key_the_answer_is_400() => Assert.Equal(HttpStatusCode.BadRequest, (await SayAsync(null, """{"status":"acknowledged"}""")).Code);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_status_beyond_64_KB_is_413_also_when_its_length_is_not_said(bool saysLength) =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SayAsync("besar", $$"""{"status":"answered","publicNote":"{{new string('x', 70_000)}}"}""", saysLength: saysLength)).Code);

    private async Task<string?> FindInListAsync()
    {
        string? after = null;
        while (true)
        {
            var (answer, page) = await EmbeddedHub.GetAsync(unit, $"/units/{code}/reports?limit=1&after={after}", Token);
            Assert.Equal(HttpStatusCode.OK, answer);
            if (page.GetProperty("items").GetArrayLength() == 0)
            {
                return null;
            }

            if (page.GetProperty("items")[0].GetProperty("reportId").GetString() == report)
            {
                return report;
            }

            after = page.GetProperty("next").GetString();
        }
    }

    private async Task<(HttpStatusCode Code, JsonElement Body)> SayAsync(string? key, string body, HttpClient? by = null, string? to = null, bool saysLength = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/units/{to ?? code}/reports/{report}/statuses")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = !saysLength;
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", report + key);
        }

        using var answer = await (by ?? unit).SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }
}
