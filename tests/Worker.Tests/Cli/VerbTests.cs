using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>The verbs beside a running embedded hub.</summary>
[Collection(HubByVerbs.Name)]
public sealed class VerbTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("migrate")]
    [InlineData("normalise")]
    [InlineData("report")]
    [InlineData("report list")]
    [InlineData("report show")]
    [InlineData("report sla")]
    [InlineData("report backlog")]
    [InlineData("report sync")]
    [InlineData("report routing")]
    [InlineData("triage")]
    [InlineData("triage list")]
    [InlineData("triage assign")]
    [InlineData("deadlines")]
    [InlineData("deadlines list")]
    [InlineData("units")]
    [InlineData("units list")]
    [InlineData("units issue-key")]
    [InlineData("units revoke-keys")]
    [InlineData("quarantine list")]
    [InlineData("sync")]
    [InlineData("sync status")]
    [InlineData("sync list")]
    [InlineData("sync retry")]
    [InlineData("sync settle")]
    [InlineData("sync open")]
    [InlineData("sync close")]
    [InlineData("calendar")]
    [InlineData("calendar list")]
    [InlineData("calendar add")]
    [InlineData("calendar remove")]
    [InlineData("calendar import")]
    [InlineData("audit verify")]
    [InlineData("reconcile")]
    [InlineData("reconcile list")]
    [InlineData("reconcile accept")]
    [InlineData("routing")]
    [InlineData("routing explain")]
    [InlineData("routing evaluate")]
    [InlineData("routing check")]
    [InlineData("routing labels")]
    [InlineData("routing returns")]
    [InlineData("units succession")]
    [InlineData("triage doubts")]
    [InlineData("triage settle")]
    public async Task Every_verb_explains_itself(string verb)
    {
        // In this process: the parser is the same and a process for each would be most of the time of these tests.
        var output = new StringWriter();
        var parsed = Worker.Cli.HubCommand.Create().Parse([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, await parsed.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output }, Token));
        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(verb.Split(' ')[^1], output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_verb_is_a_fault()
    {
        var verb = await HubProcess.RunAsync(["terbang"], Token);

        Assert.NotEqual(0, verb.Code);
        Assert.Contains("terbang", verb.Complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_shown_and_an_unknown_one_is_66()
    {
        var number = (await hub.AssignedAsync("6281377005501", Token)).GetProperty("number").GetString()!;

        var shown = await VerbAsync("report", "show", number);
        Assert.Equal(0, shown.Code);
        Assert.Contains(EmbeddedHub.Toll, shown.Output, StringComparison.Ordinal);
        var json = JsonElement.Parse((await VerbAsync("report", "show", number, "--json")).Output);
        Assert.Equal(number, json.GetProperty("report").GetProperty("number").GetString());
        Assert.Contains((await VerbAsync("report", "list")).Lines, line => line.StartsWith(number, StringComparison.Ordinal));
        Assert.Equal(66, (await VerbAsync("report", "show", "LP-1999-000001")).Code);
    }

    [Fact]
    public async Task A_person_decides_and_the_running_hub_tells_the_citizen()
    {
        await hub.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377005502", "Warga Uji"), "Mohon bantuannya, keadaan di sini tidak baik sama sekali.");
        var number = await Eventually.FindAsync(
            "a report in triage",
            async () => (await hub.ReportsAsync(Token)).Where(report => report.GetProperty("state").GetString() == "Triage").Select(report => report.GetProperty("number").GetString()).LastOrDefault(),
            Token);
        Assert.Contains((await VerbAsync("triage", "list")).Lines, line => line.StartsWith(number, StringComparison.Ordinal));

        Assert.Equal(66, (await VerbAsync("triage", "assign", number, "PU-TIDAK-ADA", "--reason", "Jalan.")).Code);
        var assigned = await VerbAsync("triage", "assign", number, "PU-CK", "--reason", "Air minum.", "--by", "Biro");
        Assert.Equal((0, $"{number} is Assigned now.\n"), (assigned.Code, assigned.Output));
        Assert.Equal(1, (await VerbAsync("triage", "assign", number, "PU-CK", "--reason", "Lagi.")).Code);
        await Eventually.TrueAsync(
            "the citizen was told",
            async () => (await hub.ReportsAsync(Token)).Any(report => report.GetProperty("number").GetString() == number && report.GetProperty("synced").GetBoolean()),
            Token);
    }

    [Fact]
    public async Task A_key_works_as_soon_as_it_is_issued_and_an_unknown_unit_gets_none()
    {
        var issued = await VerbAsync("units", "issue-key", "PU-BM");
        Assert.Equal(0, issued.Code);

        using var unit = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", issued.Output.Trim()) } };
        Assert.Equal(HttpStatusCode.OK, (await EmbeddedHub.GetAsync(unit, "/units/PU-BM/reports", Token)).Code);
        Assert.Equal(66, (await VerbAsync("units", "issue-key", "PU-TIDAK-ADA")).Code);
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
