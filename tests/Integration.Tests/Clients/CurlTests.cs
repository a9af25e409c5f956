using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Integration.Tests.Hub;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Clients;

/// <summary>Plain curl drives the unit API, as deploy/UNITS.md shows it.</summary>
public sealed class CurlTests(RealServers servers) : IAsyncLifetime
{
    private const string Unit = "PU-BPJT";
    private const string Other = "PU-BM";

    private readonly string folder = ServerFolder.Create();
    private Play play = null!;
    private string key = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        play = await Play.StartAsync(servers, Token);
        key = await IssueAsync(Unit);
    }

    public async ValueTask DisposeAsync()
    {
        await play.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_unit_lists_looks_acknowledges_asks_lays_a_file_down_answers_and_gets_its_file_back()
    {
        var report = await ReportAsync("6281377005701");
        var list = await CurlAsync(key, $"/units/{Unit}/reports?limit=10");
        Assert.Equal((200, report), (list.Code, list.Body.GetProperty("items")[0].GetProperty("reportId").GetString()));
        Assert.Equal("[]", (await CurlAsync(key, $"/units/{Unit}/reports?after={list.Body.GetProperty("next").GetString()}")).Body.GetProperty("items").ToString());

        await SayAsync(report, "acknowledged", "Acknowledged");
        await SayAsync(report, "waiting_reporter", "WaitingReporter", "Mohon patokan lokasi yang lebih rinci.");
        await SayAsync(report, "in_progress", "InProgress");

        var picture = Path.Combine(folder, "foto.png");
        await File.WriteAllBytesAsync(picture, Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="), Token);
        string[] upload = ["-H", "Idempotency-Key: berkas-1", "-H", "Content-Type: image/png", "--data-binary", $"@{picture}"];
        var file = await CurlAsync(key, $"/units/{Unit}/reports/{report}/attachments?name=sesudah.png", upload);
        var again = await CurlAsync(key, $"/units/{Unit}/reports/{report}/attachments?name=sesudah.png", upload);
        var id = file.Body.GetProperty("id").GetString()!;
        Assert.Equal((201, id), (file.Code, again.Body.GetProperty("id").GetString()));

        var answered = await CurlAsync(
            key, $"/units/{Unit}/reports/{report}/statuses", "-H", "Idempotency-Key: jawab-1", "-H", "Content-Type: application/json",
            "-d", new JsonObject { ["status"] = "answered", ["publicNote"] = "Lubang sudah ditambal.", ["attachments"] = new JsonArray(id) }.ToJsonString());
        Assert.Equal((202, "Answered", 1), (answered.Code, answered.Body.GetProperty("state").GetString(), answered.Body.GetProperty("attachments").GetProperty("kept").GetInt32()));
        Assert.False(answered.Body.GetProperty("attachments").GetProperty("shownToReporter").GetBoolean());

        var saved = Path.Combine(folder, "kembali");
        Assert.Equal(200, (await CurlAsync(key, $"/units/{Unit}/reports/{report}/attachments/{id}", "-o", saved)).Code);
        Assert.Equal(await File.ReadAllBytesAsync(picture, Token), await File.ReadAllBytesAsync(saved, Token));
        await Eventually.TrueAsync("the answer at the channel", () => play.Scene.WhatsApp.Ledger.Received.Any(message => message.Text.Contains("Lubang sudah ditambal.", StringComparison.Ordinal)), Token);
    }

    [Fact]
    public async Task A_returned_report_with_its_files_is_gone_for_the_unit_that_had_it_and_there_for_the_one_that_has_it()
    {
        var report = await ReportAsync("6281377005702");
        var pdf = Path.Combine(folder, "surat.pdf");
        await File.WriteAllTextAsync(pdf, "%PDF-1.4\n%%EOF\n", Token);
        var file = (await CurlAsync(key, $"/units/{Unit}/reports/{report}/attachments", "-H", "Idempotency-Key: surat-1", "--data-binary", $"@{pdf}")).Body.GetProperty("id").GetString();

        var returned = await CurlAsync(
            key, $"/units/{Unit}/reports/{report}/statuses", "-H", "Idempotency-Key: kembali-1", "-d", $$"""{"status":"returned","reason":"Ruas ini jalan nasional.","suggestedUnit":"{{Other}}"}""");
        Assert.Equal((202, "Assigned"), (returned.Code, returned.Body.GetProperty("state").GetString()));

        var other = await IssueAsync(Other);
        Assert.Equal(200, (await CurlAsync(other, $"/units/{Other}/reports/{report}")).Code);
        Assert.Equal((404, "no-such-report"), await ProblemAsync(key, $"/units/{Unit}/reports/{report}"));
        Assert.Equal((404, "no-such-file"), await ProblemAsync(key, $"/units/{Unit}/reports/{report}/attachments/{file}"));
        Assert.Equal((404, "no-such-file"), await ProblemAsync(other, $"/units/{Other}/reports/{report}/attachments/{file}"));
        Assert.Equal((404, "no-such-unit"), await ProblemAsync(other, $"/units/{Unit}/reports/{report}"));
        Assert.Equal("[]", (await CurlAsync(key, $"/units/{Unit}/reports")).Body.GetProperty("items").ToString());
    }

    [Fact]
    public async Task Keys_are_scoped_rotated_with_two_valid_at_a_time_and_dead_at_once_when_revoked()
    {
        var report = await ReportAsync("6281377005703");
        var reader = await IssueAsync(Unit, "--scope", "read");
        Assert.Equal(200, (await CurlAsync(reader, $"/units/{Unit}/reports/{report}")).Code);
        Assert.Equal((403, "scope-missing"), await ProblemAsync(reader, $"/units/{Unit}/reports/{report}/statuses", "-H", "Idempotency-Key: k", "-d", """{"status":"acknowledged"}"""));

        var rotated = (await VerbAsync("rotate", key[..13], "--reason", "setahun sekali")).Lines[0].Trim();
        Assert.Equal((200, 200), ((await CurlAsync(key, $"/units/{Unit}/reports")).Code, (await CurlAsync(rotated, $"/units/{Unit}/reports")).Code));
        var listed = (await VerbAsync("list", Unit)).Output;
        Assert.Contains($"{key[..13]}", listed, StringComparison.Ordinal);
        Assert.Contains("expiring", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(key, listed, StringComparison.Ordinal);

        Assert.Equal(0, (await VerbAsync("revoke", Unit, "--prefix", key[..13], "--reason", "bocor")).Code);
        Assert.Equal((401, "key-missing"), await ProblemAsync(key, $"/units/{Unit}/reports"));
        Assert.Equal(200, (await CurlAsync(rotated, $"/units/{Unit}/reports")).Code);
    }

    [Fact]
    public async Task A_unit_that_hurries_is_told_when_to_come_again_and_the_others_notice_nothing()
    {
        play.Scene.Settings["UnitApi"] = new JsonObject { ["PerSecond"] = 1, ["Burst"] = 2 };
        var hub = await play.Scene.StartHubAsync(null, Token);
        var other = await IssueAsync(Other);
        var headers = Path.Combine(folder, "kepala");

        var codes = (await RunAsync(key, new Uri(hub.Address, $"/units/{Unit}/reports?limit=[1-12]").AbsoluteUri, "-o", "/dev/null", "-D", headers)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["200", "200"], codes.Take(2));
        Assert.Contains("429", codes);
        Assert.Contains("Retry-After: 1", await File.ReadAllTextAsync(headers, Token), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, (await CurlAsync(other, new Uri(hub.Address, $"/units/{Other}/reports").AbsoluteUri)).Code);
    }

    private async Task SayAsync(string report, string status, string state, string? note = null)
    {
        var body = new JsonObject { ["status"] = status, ["publicNote"] = note }.ToJsonString();
        var answer = await CurlAsync(key, $"/units/{Unit}/reports/{report}/statuses", "-H", $"Idempotency-Key: {status}-1", "-H", "Content-Type: application/json", "-d", body);
        Assert.Equal((202, state), (answer.Code, answer.Body.GetProperty("state").GetString()));
    }

    private async Task<string> ReportAsync(string phone)
    {
        await play.Scene.WhatsApp.SendTextAsync(new WhatsAppCitizen(phone, "Sari Wulandari"), Scene.Toll);
        return await Eventually.FindAsync(
            "a report of the unit",
            async () => (await Scene.ReportsAsync(play.Hub, Token)).Where(report => report.TryGetProperty("unit", out var unit) && unit.GetString() == Unit).Select(report => report.GetProperty("id").GetString()).FirstOrDefault(),
            Token);
    }

    private Task<string> IssueAsync(string unit, params string[] more) => IssuedAsync(["issue", unit, "--reason", "uji", .. more]);

    private async Task<string> IssuedAsync(string[] words) => (await VerbAsync(words)).Lines[0].Trim();

    private async Task<HubVerb> VerbAsync(params string[] words)
    {
        var verb = await HubProcess.RunAsync(["units", "key", .. words, "--config", play.Scene.Write(FreePort.Next(), null)], Token);
        Assert.True(verb.Code == 0, verb.Complaint);
        return verb;
    }

    private async Task<(int Code, string Word)> ProblemAsync(string with, string path, params string[] more)
    {
        var (code, body) = await CurlAsync(with, path, more);
        return (code, body.GetProperty("type").GetString()!.Split('/')[^1]);
    }

    private async Task<(int Code, JsonElement Body)> CurlAsync(string with, string path, params string[] more)
    {
        var output = await RunAsync(with, new Uri(play.Hub.Address, path).AbsoluteUri, more);
        var body = output[..output.LastIndexOf('\n')];
        return (int.Parse(output[(output.LastIndexOf('\n') + 1)..], CultureInfo.InvariantCulture), body.StartsWith('{') ? JsonElement.Parse(body) : default);
    }

    private static async Task<string> RunAsync(string with, string address, params string[] more)
    {
        var start = new ProcessStartInfo("curl", ["-sS", "--max-time", "20", "-w", "\n%{http_code}", "-H", $"Authorization: Bearer {with}", .. more, address]) { RedirectStandardOutput = true };
        using var curl = Process.Start(start)!;
        var output = await curl.StandardOutput.ReadToEndAsync(Token);
        await curl.WaitForExitAsync(Token);
        return output;
    }
}
