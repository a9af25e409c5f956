using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>Two reports of one thing on two channels, merged; an answer that a person reads first. On PostgreSQL and RabbitMQ.</summary>
public sealed class AnswersAndMergesTests(RealServers servers) : IAsyncLifetime
{
    private const string Answer = "Lubang di KM 92 sudah ditambal pada Senin malam.";

    private Play play = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var scene = await Scene.StartAsync(await servers.NewDatabaseAsync(Token), await servers.NewVirtualHostAsync(Token), Token);
        scene.Settings["Answers"] = new JsonObject { ["ApprovalFor"] = new JsonArray("PU-BPJT", "PU-BM") };
        play = new Play(scene, await scene.StartHubAsync(null, Token), await UnitDesk.OpenAsync(scene.Broker, Token));
    }

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task An_approved_answer_reaches_the_channels_of_both_merged_reports_and_a_bad_one_none()
    {
        var (scene, hub, desk) = play;
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377008801", "Sari Wulandari"), Scene.Toll);
        var first = (await RoutedAsync(1))[0];
        var ticket = scene.ContactCenter.AddTicket(new TicketDraft("Jalan tol berlubang", Scene.Toll));
        var reports = await RoutedAsync(2);
        var (report, into) = (Text(first, "number"), reports.Select(each => Text(each, "number")).Single(number => number != Text(first, "number")));
        var given = await desk.NextAsync(Text(first, "unit"), Token);
        var other = await desk.NextAsync(Text(first, "unit"), Token);
        var assigned = given.Body.GetProperty("subject").GetString() == into ? given : other;

        var merged = await VerbAsync("report", "merge", report, "--into", into, "--reason", "Lubang yang sama.", "--by", "rina", "--yes");
        Assert.True(merged.Code == 0, merged.Complaint + merged.Output);
        await Eventually.TrueAsync("the citizen hears where it goes on", () => scene.WhatsApp.Ledger.Received.Any(message => message.Text.Contains(into, StringComparison.Ordinal)), Token);

        await desk.SayAsync(assigned, "answered", "Hubungi petugas di 081234567890.", Token);
        await Eventually.TrueAsync(
            "the bad answer in quarantine", async () => (await scene.ListAsync("SELECT code || ' ' || reason FROM quarantine", Token)).Any(line => line.StartsWith("unusable publicNote", StringComparison.Ordinal)), Token);
        await desk.SayAsync(assigned, "answered", Answer, Token);

        using var http = Scene.Operations(hub);
        var held = await Eventually.FindAsync(
            "the held answer",
            async () => JsonElement.Parse(await http.GetStringAsync("/operations/answers", Token)).GetProperty("items") is var items && items.GetArrayLength() == 1 ? items[0].GetProperty("id").GetString() : null, Token);
        Assert.Equal(0, await scene.ScalarAsync<long>("SELECT count(*) FROM status_ledger WHERE state = 'Answered'", Token));
        Assert.Contains(Answer, (await VerbAsync("answers", "show", held)).Output);
        Assert.Contains("hub_answers_held", await http.GetStringAsync("/metrics", Token));

        using var approved = await http.PostAsJsonAsync($"/operations/answers/{held}/approve", new { by = "rina", reason = "Sesuai." }, Token);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);

        await Eventually.TrueAsync("the desk of 158 has it", () => scene.ContactCenter.Statuses.Any(status => status.TicketNo == ticket.TicketNo && status.Status == "resolved" && status.PublicNote.Contains(Answer, StringComparison.Ordinal)), Token);
        await Eventually.TrueAsync("the citizen on WhatsApp has it", () => scene.WhatsApp.Ledger.Received.Any(message => message.Text.Contains(Answer, StringComparison.Ordinal)), Token);
        Assert.Empty(scene.WhatsApp.Ledger.Repeats);
        Assert.Empty(scene.ContactCenter.Doubles);
        Assert.DoesNotContain("081234567890", scene.Logs);
        Assert.Equal(["answers.approve", "report.merge"], await scene.ListAsync("SELECT verb FROM operator_acts WHERE verb <> 'calendar.seed' ORDER BY verb", Token));

        var apart = await VerbAsync("report", "unmerge", report, "--reason", "Ternyata lubang lain.", "--by", "rina");
        Assert.True(apart.Code == 0, apart.Complaint + apart.Output);
        Assert.Equal("Assigned", (await Scene.ReportsAsync(hub, Token)).Where(each => Text(each, "number") == report).Select(each => Text(each, "state")).Single());
        Assert.Equal(1, (await VerbAsync("report", "reopen", report, "--reason", "Masih terbuka.")).Code);
    }

    private static string Text(JsonElement report, string name) => report.GetProperty(name).GetString()!;

    private Task<IReadOnlyList<JsonElement>> RoutedAsync(int count) => Eventually.FindAsync(
        $"{count} assigned reports",
        async () => await Scene.ReportsAsync(play.Hub, Token) is { } reports && reports.Count == count && reports.All(report => report.TryGetProperty("unit", out _)) ? reports : null,
        Token);

    private async Task<HubVerb> VerbAsync(params string[] words)
    {
        var file = play.Scene.Write(FreePort.NextEndPoint().Port, null);
        return await HubProcess.RunAsync([.. words, "--config", file], Token);
    }
}
