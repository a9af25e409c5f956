using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Router.Routing;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Worker.Cli;
using Hub.Worker.Config;
using Hub.Worker.Tests.Config;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub routing labels and returns, hub units succession, beside a running embedded hub.</summary>
[Collection(HubByVerbs.Name)]
public sealed class RoutingHistoryVerbsTests(HubFixture fixture) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("labels").FullName;
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Labels_are_written_as_the_training_format_safe_against_formulas_and_kept_in_the_journal()
    {
        var number = await AnsweredAsync("=HYPERLINK(\"x\") Jalan tol Cipularang berlubang, hubungi 081234567890", "HYPERLINK");
        var file = Path.Combine(folder, "label.csv");

        var verb = await VerbAsync("routing", "labels", "--from", "2020-01-01", "--to", "2099-12-31", "--out", file, "--by", "ani", "--reason", "latih ulang");

        Assert.True(verb.Code == 0, verb.Complaint);
        var lines = await File.ReadAllLinesAsync(file, Token);
        Assert.Equal("\"id\",\"title\",\"text\",\"location_hint\",\"topic_unit\",\"authority\"", lines[0]);
        var line = Assert.Single(lines, line => line.StartsWith($"\"{number}\",", StringComparison.Ordinal));
        Assert.Contains(",\"'=HYPERLINK(\"\"x\"\") Jalan tol", line, StringComparison.Ordinal);
        Assert.EndsWith(",\"BPJT\",\"\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain("081234567890", line, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        Assert.Equal([file], Directory.EnumerateFiles(folder));
        Assert.Contains(" reports with labels.", verb.Complaint, StringComparison.Ordinal);
        var shown = await VerbAsync("routing", "labels", "--from", "2020-01-01", "--to", "2099-12-31");
        Assert.StartsWith(lines[0], shown.Output, StringComparison.Ordinal);
        Assert.Contains(line, shown.Output, StringComparison.Ordinal);
        Assert.Equal(2L, await ScalarAsync("SELECT COUNT(*) FROM operator_acts WHERE verb = 'routing.labels' AND subject = '2020-01-01..2099-12-31'"));
        Assert.Equal(64, (await VerbAsync("routing", "labels", "--from", "2026-03-02", "--to", "2026-03-01")).Code);
    }

    [Fact]
    public async Task A_model_learns_from_what_people_decided_here_and_the_journal_has_it()
    {
        await AnsweredAsync("Jalan tol Cipularang berlubang lagi di lajur kiri", "lajur kiri");
        var texts = Directory.CreateDirectory(Path.Combine(folder, "teks")).FullName;
        foreach (var name in (string[])["rivers.csv", "toll.csv"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Config", "Training", name), Path.Combine(texts, name));
        }

        var given = Directory.EnumerateFiles(texts).Sum(file => LabelledRows(file));
        var rules = Directory.CreateDirectory(Path.Combine(folder, "aturan")).FullName;
        foreach (var file in Directory.EnumerateFiles(RoutingFiles.Shipped, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "model.json"))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(rules, Path.GetRelativePath(RoutingFiles.Shipped, file)))!);
            File.Copy(file, Path.Combine(rules, Path.GetRelativePath(RoutingFiles.Shipped, file)));
        }

        // Without --rules and --out it is the folder of the configuration that is read and gets the model.
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(hub.Configuration, Token))!;
        configuration["Routing"] = new JsonObject { ["Folder"] = rules };
        await File.WriteAllTextAsync(Path.Combine(folder, "hub.json"), configuration.ToJsonString(), Token);
        var verb = await HubProcess.RunAsync(["routing", "train", "--from-history", "--texts", texts, "--by", "ani", "--config", Path.Combine(folder, "hub.json")], Token);

        Assert.True(verb.Code == 0, verb.Complaint);
        var learned = int.Parse(Regex.Match(verb.Output, @"model\.json: (\d+) reports \(rivers\.csv, toll\.csv, history\)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(learned > given, verb.Output);
        Assert.True(File.Exists(Path.Combine(rules, "model.json")));
        Assert.Equal(1L, await ScalarAsync("SELECT COUNT(*) FROM operator_acts WHERE verb = 'routing.labels' AND subject = 'train --from-history' AND by = 'ani'"));
    }

    private static int LabelledRows(string file) => TrainingFiles.Read([file], RoutingTraining.Labels(ShippedRules.Knowledge)).Reports.Count;

    [Fact]
    public async Task Returns_are_shown_by_rule_in_each_format()
    {
        await hub.AssignedAsync($"62813772{Random.Shared.Next(10_000, 99_999)}", Token);

        var json = JsonElement.Parse((await VerbAsync("routing", "returns", "--format", "json")).Output);
        var csv = await VerbAsync("routing", "returns", "--format", "csv");
        var table = await VerbAsync("routing", "returns");

        Assert.True(json.GetProperty("total").GetProperty("decided").GetInt64() > 0);
        Assert.Equal(json.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("decided").GetInt64()), json.GetProperty("total").GetProperty("decided").GetInt64());
        Assert.StartsWith("\"rule\",\"ruleSet\",\"decided\",\"returned\",\"rerouted\",\"overturned\",\"wrong\",\"wrongShare\",\"pairs\"\r\n", csv.Output, StringComparison.Ordinal);
        Assert.Contains("tol", table.Output, StringComparison.Ordinal);
        Assert.Equal(64, (await VerbAsync("routing", "returns", "--from", "kemarin")).Code);
    }

    [Fact]
    public async Task Units_that_have_ended_and_hold_nothing_need_no_succession_and_get_no_key()
    {
        Assert.Contains("No unit that has ended holds an open report.", (await VerbAsync("units", "succession")).Output, StringComparison.Ordinal);
        Assert.Contains("No unit that has ended holds an open report.", (await VerbAsync("units", "succession", "--apply")).Output, StringComparison.Ordinal);

        var refused = await VerbAsync("units", "key", "issue", "PUPR-PERUM", "--reason", "uji");
        Assert.Equal(66, refused.Code);
        Assert.Contains("PUPR-PERUM ended on 2024-10-20; its work is with PKP", refused.Complaint, StringComparison.Ordinal);
    }

    /// <summary>Found in its unit's list by its words, since other tests write to the same hub.</summary>
    /// <param name="mark">Words that no other report here has.</param>
    private async Task<string> AnsweredAsync(string text, string mark)
    {
        var phone = $"62813773{Random.Shared.Next(10_000, 99_999)}";
        await hub.WhatsApp.SendTextAsync(new WhatsAppCitizen(phone, "Warga Uji"), text);
        using var unit = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", await hub.IssueKeyAsync("PU-BPJT", Token)) } };
        var found = await Eventually.FindAsync<IReadOnlyList<JsonElement>>(
            "the report with its unit",
            async () => (await EmbeddedHub.GetAsync(unit, "/units/PU-BPJT/reports?limit=500", Token)).Body.GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("text").GetString()!.Contains(mark, StringComparison.Ordinal)).ToList() is { Count: 1 } items ? items : null,
            Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/units/PU-BPJT/reports/{found[0].GetProperty("reportId").GetString()}/statuses")
        {
            Content = new StringContent("""{"status":"answered","publicNote":"Lubang di jalan tol sudah ditambal pagi ini."}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", phone);
        using var answer = await unit.SendAsync(request, Token);
        answer.EnsureSuccessStatusCode();
        return found[0].GetProperty("number").GetString()!;
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={hub.Store}");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
