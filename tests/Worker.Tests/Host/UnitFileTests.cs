using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Hub.Worker.Tests.Host;

/// <summary>Files at the unit API, over real HTTP.</summary>
[Collection(HubOverHttp.Name)]
public sealed class UnitFileTests(HubFixture fixture) : IAsyncLifetime
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n");

    private readonly EmbeddedHub hub = fixture.Hub;
    private HttpClient unit = null!;
    private string path = null!;
    private string report = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var assigned = await hub.AssignedAsync($"62813772{Random.Shared.Next(10_000, 99_999)}", Token);
        var code = assigned.GetProperty("unit").GetString()!;
        report = assigned.GetProperty("id").GetString()!;
        path = $"/units/{code}/reports/{report}";
        unit = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", await hub.IssueKeyAsync(code, Token)) } };
    }

    public ValueTask DisposeAsync()
    {
        unit.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_file_is_kept_once_a_key_sealed_and_comes_back_to_be_saved_never_to_be_shown()
    {
        var first = await AddAsync("k1", Pdf);
        var again = await AddAsync("k1", Pdf);
        var other = await AddAsync("k1", [.. Pdf, 0x0A]);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Code, again.Code));
        Assert.Equal(first.Body.GetProperty("id").GetString(), again.Body.GetProperty("id").GetString());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.Code, Word(other.Body)));

        using var got = await unit.GetAsync($"{path}/attachments/{first.Body.GetProperty("id").GetString()}", Token);
        Assert.Equal(Pdf, await got.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("attachment", got.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("application/pdf", got.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", got.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", got.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("%PDF-1.4", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(hub.Store + "-wal", Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_picture_and_no_PDF_is_415_whatever_it_calls_itself_and_too_large_is_413()
    {
        var page = await AddAsync("k2", Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), "image/png");
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "file-kind-unknown"), (page.Code, Word(page.Body)));

        var large = await AddAsync("k3", [.. Pdf, .. new byte[11 * 1024 * 1024]]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (large.Code, Word(large.Body)));

        var keyless = await AddAsync(null, Pdf);
        Assert.Equal((HttpStatusCode.BadRequest, "idempotency-key-missing"), (keyless.Code, Word(keyless.Body)));
    }

    [Fact]
    public async Task A_status_names_its_files_and_a_stranger_s_file_makes_it_unusable()
    {
        var file = (await AddAsync("k4", Pdf)).Body.GetProperty("id").GetString();
        var taken = await SayAsync("s1", $$"""{"status":"in_progress","attachments":["{{file}}"]}""");
        Assert.Equal((HttpStatusCode.Accepted, 1, false), (taken.Code, taken.Body.GetProperty("attachments").GetProperty("kept").GetInt32(), taken.Body.GetProperty("attachments").GetProperty("shownToReporter").GetBoolean()));
        Assert.False((await SayAsync("s2", """{"status":"in_progress"}""")).Body.TryGetProperty("attachments", out _));

        var stranger = await SayAsync("s3", $$"""{"status":"answered","publicNote":"Selesai.","attachments":["{{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}}"]}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "status-unusable"), (stranger.Code, Word(stranger.Body)));

        var shown = (await EmbeddedHub.GetAsync(unit, path, Token)).Body;
        Assert.Equal(file, Assert.Single(shown.GetProperty("ownFiles").EnumerateArray()).GetProperty("id").GetString());
        var story = await EmbeddedHub.GetAsync(hub.Operations, $"/operations/reports/{shown.GetProperty("number").GetString()}", Token);
        Assert.Contains($"Lampiran unit: {file}", story.Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_file_is_404_and_so_is_an_address_that_is_none_each_with_its_word()
    {
        Assert.Equal("no-such-file", Word((await EmbeddedHub.GetAsync(unit, $"{path}/attachments/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}", Token)).Body));
        Assert.Equal("no-such-address", Word((await EmbeddedHub.GetAsync(unit, $"{path}/lampiran", Token)).Body));
        using var wrong = await unit.DeleteAsync(path, Token);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method-not-allowed"), (wrong.StatusCode, Word(JsonElement.Parse(await wrong.Content.ReadAsStringAsync(Token)))));
    }

    internal static string Word(JsonElement problem) => problem.GetProperty("type").GetString()!.Split('/')[^1];

    private async Task<(HttpStatusCode Code, JsonElement Body)> AddAsync(string? key, byte[] bytes, string type = "application/pdf")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/attachments?name=surat.pdf") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);

        // The hub says no before the bytes are sent; who sends them all the same may find the line cut.
        request.Headers.ExpectContinue = true;
        return await SendAsync(request, key);
    }

    private async Task<(HttpStatusCode Code, JsonElement Body)> SayAsync(string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/statuses") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await SendAsync(request, key);
    }

    private async Task<(HttpStatusCode Code, JsonElement Body)> SendAsync(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", report + key);
        }

        using var answer = await unit.SendAsync(request, Token);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Token)));
    }
}
