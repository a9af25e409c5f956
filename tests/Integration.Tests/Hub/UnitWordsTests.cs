using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>Many words of a unit on hub.unit-status at once.</summary>
public sealed class UnitWordsTests(RealServers servers) : IAsyncLifetime
{
    private const int Reports = 12;

    private static readonly string[] Words = ["acknowledged", "in_progress", "postponed", "in_progress", "waiting_reporter", "in_progress", "answered"];

    private Play play = null!;
    private Scene scene = null!;
    private HubProcess hub = null!;
    private UnitDesk desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (scene, hub, desk) = play = await Play.StartAsync(servers, Token);

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Words_without_a_time_are_taken_in_the_order_in_which_they_were_said_however_many_come_together()
    {
        for (var number = 0; number < Reports; number++)
        {
            await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen($"62813770033{number:D2}", "Warga Uji"), "Jalan tol Cipularang berlubang besar di KM 92.");
        }

        await Eventually.TrueAsync(
            "all assigned", async () => (await Scene.ReportsAsync(hub, Token)) is { Count: Reports } reports && reports.All(report => report.TryGetProperty("unit", out _)), Token);
        var unit = (await Scene.ReportsAsync(hub, Token))[0].GetProperty("unit").GetString()!;
        var given = new List<UnitEvent>();
        for (var number = 0; number < Reports; number++)
        {
            given.Add(await desk.NextAsync(unit, Token));
        }

        // Word by word, so that all reports speak at once; each word twice, as a unit does that saw no confirm.
        foreach (var word in Words)
        {
            foreach (var report in given)
            {
                var said = UnitDesk.Status(report.ReportId, unit, word, "Kabar dari unit.");
                await desk.SendAsync(said, Token);
                await desk.SendAsync(said, Token);
            }
        }

        await Eventually.TrueAsync("all answered", async () => (await Scene.ReportsAsync(hub, Token)).All(report => report.GetProperty("state").GetString() == "Answered"), Token);
        await Eventually.TrueAsync("an empty queue", async () => await desk.CountAsync(UnitDesk.StatusQueue, Token) == 0, Token);
        var expected = "Acknowledged InProgress Postponed InProgress WaitingReporter InProgress Answered";
        Assert.All(
            await scene.ListAsync($"SELECT string_agg(state, ' ' ORDER BY id) FROM timeline WHERE kind = 'state' AND \"by\" = '{unit}' GROUP BY report_id", Token),
            told => Assert.Equal(expected, told));
        Assert.Equal(Reports * Words.Length, await scene.ScalarAsync<long>("SELECT count(*) FROM unit_messages", Token));
        Assert.Equal(0, await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token));
    }
}
