using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Sp4nLapor;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using Npgsql;

namespace Hub.Integration.Tests.Hub;

/// <summary>Seeded names, phones, e-mails and NIK are nowhere but sealed (P9).</summary>
public sealed class IdentityTests(RealServers servers) : IAsyncLifetime
{
    private const string Name = "Kartika Purnamasari";
    private const string Phone = "6281298761234";
    private const string Nik = "3273015506900003";
    private const string Email = "kartika.purnama@contoh.test";

    /// <summary>As people write them, and as a computer may carry them.</summary>
    private static readonly string[] Seeds = [Name, "Purnamasari", "81298761234", "812-9876-1234", Nik, Email];

    private Play play = null!;
    private Scene scene = null!;
    private HubProcess hub = null!;
    private UnitDesk desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (scene, hub, desk) = play = await Play.StartAsync(servers, Token);

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Identity_is_in_no_message_log_row_or_answer()
    {
        var text = $"Jalan tol Cipularang berlubang di KM 92. Hubungi 0812-9876-1234 atau {Email}, NIK {Nik}.";
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen(Phone, Name), text);
        scene.ContactCenter.AddTicket(new TicketDraft("Jalan tol berlubang", text) { Caller = new Caller(Name, "+" + Phone, "081298761234", Email: Email) });
        scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission("Jalan tol berlubang", text) { ReporterName = Name, ReporterPhone = "0812-9876-1234", ReporterEmail = Email });
        var reports = await Eventually.FindAsync(
            "three assigned reports",
            async () => await Scene.ReportsAsync(hub, Token) is { Count: 3 } all && all.All(report => report.TryGetProperty("unit", out _)) ? all : null,
            Token);

        // What the unit says to the hub, and a message that nobody can use, may carry identity too.
        var assigned = await desk.NextAsync(reports[0].GetProperty("unit").GetString()!, Token);
        await desk.SayAsync(assigned, "answered", $"Sudah ditambal; pelapor {Phone} dihubungi.", Token);
        await desk.SendAsync(Encoding.UTF8.GetBytes($"bukan json {Name} {Phone}"), Token);
        await Eventually.TrueAsync("the refused answer and the garbage in quarantine", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token) == 2, Token);
        await Eventually.TrueAsync("all told", async () => (await Scene.ReportsAsync(hub, Token)).All(report => report.GetProperty("synced").GetBoolean()), Token);

        List<(string Where, string Text)> places = [("the logs", scene.Logs), ("the database", await DumpAsync()), .. await AnswersAsync(reports)];
        foreach (var queue in reports.Select(report => report.GetProperty("unit").GetString()!).Distinct())
        {
            places.AddRange((await desk.TakeAllAsync(UnitDesk.Inbox(queue), Token)).Select(message => ($"the queue of {queue}", message.Body.GetRawText())));
        }

        places.Add(("an event", assigned.Body.GetRawText()));
        Assert.Contains(places, place => place.Text.Contains("Cipularang", StringComparison.Ordinal));
        Assert.Empty(places.SelectMany(place => Forms().Where(form => place.Text.Contains(form, StringComparison.OrdinalIgnoreCase)).Select(form => $"{place.Where}: {form}")));
    }

    /// <summary>Plain, in hexadecimal, and in the base64 of any alignment.</summary>
    private static IEnumerable<string> Forms()
    {
        foreach (var seed in Seeds)
        {
            yield return seed;
            yield return Convert.ToHexString(Encoding.UTF8.GetBytes(seed));
            for (var shift = 0; shift < 3; shift++)
            {
                // The letters that depend on neighbours are cut off.
                var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', shift) + seed)).TrimEnd('=');
                yield return encoded[(shift == 0 ? 0 : shift + 1)..^1];
            }
        }
    }

    /// <summary>Every row of every table as text, as a dump would have it; bytes as hexadecimal.</summary>
    private async Task<string> DumpAsync()
    {
        await using var connection = new NpgsqlConnection(scene.Database);
        await connection.OpenAsync(Token);
        var dump = new StringBuilder();
        foreach (var table in await scene.ListAsync("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'", Token))
        {
            await using var copy = await connection.BeginTextExportAsync($"COPY \"{table}\" TO STDOUT", Token);
            dump.Append(await copy.ReadToEndAsync(Token));
        }

        return dump.ToString();
    }

    private async Task<IReadOnlyList<(string Where, string Text)>> AnswersAsync(IReadOnlyList<JsonElement> reports)
    {
        using var operations = Scene.Operations(hub);
        List<(string Where, string Text)> answers = [];
        foreach (var path in new[] { "/health", "/health/ready", "/operations/reports", "/operations/summary" }.Concat(reports.Select(report => $"/operations/reports/{report.GetProperty("number").GetString()}")))
        {
            answers.Add((path, await operations.GetStringAsync(path, Token)));
        }

        var unit = reports[0].GetProperty("unit").GetString()!;
        var issued = await HubProcess.RunAsync(["units", "issue-key", unit, "--config", scene.Write(FreePort.Next(), null)], Token);
        using var http = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", issued.Output.Trim()) } };
        answers.Add(("the unit API", await http.GetStringAsync($"/units/{unit}/reports", Token)));
        return answers;
    }
}
