using System.Net;
using System.Net.Http.Json;
using System.Text;
using Hub.Testing;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub quarantine and hub replay beside a running hub, and the same desk at the operations API.</summary>
[Collection(HubByVerbs.Name)]
public sealed class QuarantineVerbTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("quarantine")]
    [InlineData("quarantine list")]
    [InlineData("quarantine show")]
    [InlineData("quarantine edit")]
    [InlineData("quarantine retry")]
    [InlineData("quarantine discard")]
    [InlineData("replay")]
    public async Task Every_verb_explains_itself(string verb)
    {
        var output = new StringWriter();
        var parsed = Worker.Cli.HubCommand.Create().Parse([.. verb.Split(' '), "--help"]);

        Assert.Equal(0, await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output }, Token));
        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay --channel whatsapp --from kemarin --to 2026-03-03", "not a time")]
    [InlineData("replay --channel whatsapp --from 2026-03-02T08:00:00 --to 2026-03-03", "a time without its offset")]
    [InlineData("quarantine retry --batch 0 --all", "a batch of nothing")]
    [InlineData("quarantine discard --all", "no reason")]
    public void What_makes_no_sense_is_refused(string words, string why) =>
        Assert.True(Worker.Cli.HubCommand.Create().Parse(words.Split(' ')).Errors.Count > 0, why);

    [Fact]
    public async Task A_body_nobody_could_read_is_shown_masked_edited_and_lands()
    {
        var broken = Encoding.UTF8.GetString(hub.Message("wamid.karantina-1", "6281377008801", "Jalan di depan pasar berlubang.")).Replace("\"text\":{", "\"teks\":{", StringComparison.Ordinal);
        var id = await QuarantinedAsync(broken);

        var shown = await VerbAsync("quarantine", "show", id);
        Assert.Equal(0, shown.Code);
        Assert.DoesNotContain("81377008801", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Warga Uji", shown.Output, StringComparison.Ordinal);
        Assert.Contains("81377008801", (await VerbAsync("quarantine", "show", id, "--reveal")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await VerbAsync("quarantine", "retry", id)).Code);

        var before = (await hub.ReportsAsync(Token)).Count;
        var file = Path.Combine(hub.Folder, "edited.json");
        await File.WriteAllTextAsync(file, broken.Replace("\"teks\":{", "\"text\":{", StringComparison.Ordinal), Token);
        Assert.Equal(0, (await VerbAsync("quarantine", "edit", id, "--file", file)).Code);
        Assert.Equal(0, (await VerbAsync("quarantine", "retry", id)).Code);
        Assert.True((await hub.ReportsAsync(Token)).Count > before, "no report came of the edited copy");
        Assert.Contains("settled before", (await VerbAsync("quarantine", "retry", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_are_shown_first_and_done_only_on_a_word()
    {
        await QuarantinedAsync(Encoding.UTF8.GetString(hub.Message("wamid.karantina-2", "6281377008802", "x")).Replace("\"type\":\"text\"", "\"type\":\"hologram\"", StringComparison.Ordinal));

        var asked = await VerbAsync("quarantine", "discard", "--code", "unknown_type", "--reason", "uji");
        Assert.Equal(64, asked.Code);
        Assert.Contains("open entries would be discarded", asked.Output, StringComparison.Ordinal);
        Assert.NotEqual("", (await VerbAsync("quarantine", "list", "--code", "unknown_type")).Output);

        Assert.Equal(0, (await VerbAsync("quarantine", "discard", "--code", "unknown_type", "--reason", "uji", "--yes")).Code);
        Assert.Equal("", (await VerbAsync("quarantine", "list", "--code", "unknown_type")).Output);
        Assert.Contains("discarded", (await VerbAsync("quarantine", "list", "--all", "--code", "unknown_type", "--format", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(64, (await VerbAsync("quarantine", "retry")).Code);
        Assert.Equal(66, (await VerbAsync("quarantine", "show", Guid.Empty.ToString())).Code);
    }

    [Fact]
    public async Task A_replay_of_what_is_stored_rightly_changes_nothing_and_an_unknown_channel_is_66()
    {
        await hub.AssignedAsync("6281377008803", Token);

        var replay = await VerbAsync("replay", "--channel", "whatsapp", "--from", "2020-01-01", "--to", "2099-01-01", "--dry-run");
        Assert.Equal(0, replay.Code);
        Assert.Contains(" 0 reports would be corrected", replay.Output, StringComparison.Ordinal);
        Assert.Contains(" 0 items would be added", replay.Output, StringComparison.Ordinal);
        Assert.Equal(66, (await VerbAsync("replay", "--channel", "pos", "--from", "2026-01-01", "--to", "2026-01-02")).Code);
    }

    [Fact]
    public async Task The_operations_api_has_the_same_desk()
    {
        var id = await QuarantinedAsync(Encoding.UTF8.GetString(hub.Message("wamid.karantina-4", "6281377008804", "x")).Replace("\"type\":\"text\"", "\"type\":\"gema\"", StringComparison.Ordinal));

        var (code, list) = await EmbeddedHub.GetAsync(hub.Operations, "/operations/quarantine?channel=whatsapp", Token);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Contains(list.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
        var (_, one) = await EmbeddedHub.GetAsync(hub.Operations, $"/operations/quarantine/{id}", Token);
        Assert.DoesNotContain("81377008804", one.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await hub.GetAsync($"/operations/quarantine/{id}", Token)).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await EmbeddedHub.GetAsync(hub.Operations, "/operations/quarantine?limit=0", Token)).Code);

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"{id}/retry", new { }));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync($"{id}/retry", new { by = "petugas" }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync($"{id}/discard", new { by = "petugas" }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync($"{id}/discard", new { by = "petugas", reason = "uji" }));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync($"{Guid.Empty}/discard", new { by = "petugas", reason = "uji" }));
    }

    private async Task<HttpStatusCode> PostAsync(string path, object body)
    {
        using var answer = await hub.Operations.PostAsJsonAsync($"/operations/quarantine/{path}", body, Token);
        return answer.StatusCode;
    }

    /// <summary>Sends a body as the channel does and waits until it is put aside.</summary>
    private async Task<string> QuarantinedAsync(string body)
    {
        var known = await OpenAsync();
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.Equal(HttpStatusCode.OK, await hub.PostAsync(bytes, hub.Sign(bytes), Token));
        return await Eventually.FindAsync("an entry in quarantine", async () => (await OpenAsync()).Except(known).FirstOrDefault(), Token);
    }

    private async Task<IReadOnlyList<string>> OpenAsync() =>
        [.. (await EmbeddedHub.GetAsync(hub.Operations, "/operations/quarantine?limit=1000", Token)).Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
