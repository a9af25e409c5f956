using System.Text.Json;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Sp4nLapor;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>The whole way of a report and of its statuses, on PostgreSQL and RabbitMQ.</summary>
public sealed class StoryTests(RealServers servers) : IAsyncLifetime
{
    private const string Dam = "Tanggul Bendungan Jatiluhur retak dan merembes, mohon segera diperiksa.";

    private Play play = null!;
    private Scene scene = null!;
    private HubProcess hub = null!;
    private UnitDesk desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (scene, hub, desk) = play = await Play.StartAsync(servers, Token);

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task A_report_of_each_channel_reaches_its_unit_and_the_unit_s_statuses_reach_the_channel()
    {
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377001122", "Sari Wulandari"), Scene.Toll);
        var ticket = scene.ContactCenter.AddTicket(new TicketDraft("Jalan tol berlubang", Scene.Toll));
        var laporan = scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission("Jalan tol berlubang", Scene.Toll));

        var reports = await RoutedAsync(3);
        foreach (var report in reports)
        {
            var unit = report.GetProperty("unit").GetString()!;
            var assigned = await desk.NextAsync(unit, Token);

            Assert.Equal("application/cloudevents+json", assigned.ContentType);
            Assert.Equal("1.0", assigned.Body.GetProperty("specversion").GetString());
            Assert.Equal("id.go.pu.hub.report.assigned.v1", assigned.Body.GetProperty("type").GetString());
            Assert.Equal(unit, assigned.Body.GetProperty("data").GetProperty("unit").GetString());
            await desk.SayAsync(assigned, "in_progress", "Sedang diperiksa petugas.", Token);
            await desk.SayAsync(assigned, "answered", "Lubang sudah ditambal.", Token);
        }

        await Eventually.TrueAsync("every status at its channel", async () => (await Scene.ReportsAsync(hub, Token)).All(IsToldAll), Token);

        Assert.All(await Scene.ReportsAsync(hub, Token), report => Assert.Equal("Answered", report.GetProperty("state").GetString()));
        Assert.Contains(scene.WhatsApp.Ledger.Received, message => message.Text.Contains("Lubang sudah ditambal.", StringComparison.Ordinal));
        Assert.Empty(scene.WhatsApp.Ledger.Repeats);
        Assert.Contains(scene.ContactCenter.Statuses, status => status.TicketNo == ticket.TicketNo && status.Status == "resolved" && status.PublicNote.Contains("Lubang sudah ditambal.", StringComparison.Ordinal));
        Assert.Empty(scene.ContactCenter.Doubles);
        Assert.Contains(scene.Lapor.Desk.Writes, write => write.TrackingId == laporan && write.Done && write.Note.Contains("Lubang sudah ditambal.", StringComparison.Ordinal));
        Assert.Empty(scene.Lapor.Desk.DoubleEffects);
    }

    [Fact]
    public async Task A_unit_queue_that_an_operator_deleted_is_declared_again_and_nothing_is_lost()
    {
        var unit = await AssignedAsync("6281377001101", Scene.Toll);
        await desk.NextAsync(unit, Token);
        await desk.DeleteAsync(UnitDesk.Inbox(unit), Token);

        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377001102", "Budi Hartono"), Scene.Toll);
        var second = (await RoutedAsync(2))[^1].GetProperty("number").GetString();

        // The look at the queues may have made the inbox before, and sent the first event again.
        await Eventually.TrueAsync(
            "the second event",
            async () => (await desk.TakeAllAsync(UnitDesk.Inbox(unit), Token)).Any(again => again.Body.GetProperty("subject").GetString() == second),
            Token,
            TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync("an empty outbox", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM outbox", Token) == 0, Token);
    }

    [Fact]
    public async Task A_queue_of_the_hub_that_an_operator_deleted_is_read_again()
    {
        // All of them are at work first: a queue that is deleted in the making takes the broker's own keeper of such queues with it (3.10).
        await desk.NextAsync(await AssignedAsync("6281377001105", Scene.Toll), Token);
        await BrokerAsync("all queues are read");
        await desk.DeleteAsync("hub.unit-status", Token);
        await desk.DeleteAsync("hub.route-report", Token);
        await desk.DeleteAsync("hub.pass-on-status.whatsapp", Token);

        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377001103", "Warga Uji"), Dam);
        var assigned = await desk.NextAsync((await RoutedAsync(2))[^1].GetProperty("unit").GetString()!, Token);
        await BrokerAsync("the status queue");
        await desk.SayAsync(assigned, "acknowledged", null, Token);

        await Eventually.TrueAsync("the status", async () => (await Scene.ReportsAsync(hub, Token)).Any(report => report.GetProperty("state").GetString() == "Acknowledged"), Token);
    }

    [Fact]
    public async Task Every_queue_is_quorum_with_a_delivery_limit_and_a_place_for_the_dead()
    {
        await AssignedAsync("6281377001104", Scene.Toll);
        await BrokerAsync("all queues are made");
        string[] names = ["hub.route-report", "hub.unit-status", "hub.deliver-to-unit", "hub.pass-on-status.whatsapp", "hub.pass-on-status.cc158", "hub.pass-on-status.sp4n"];

        await using var probe = await QueueArguments.OpenAsync(scene.Broker, Token);
        var unit = (await Scene.ReportsAsync(hub, Token))[0].GetProperty("unit").GetString()!;
        await Eventually.TrueAsync("the unit's inbox is declared", async () => await probe.DifferenceAsync(UnitDesk.Inbox(unit), Token) is null, Token);
        foreach (var name in names.Append(UnitDesk.Inbox(unit)))
        {
            // The broker refuses a declaration that differs in any argument, so that this is a look, not a wish.
            Assert.Null(await probe.DifferenceAsync(name, Token));
            Assert.NotNull(await probe.DifferenceAsync(name, Token, limit: 21));
        }
    }

    private static bool IsToldAll(JsonElement report) => report.GetProperty("synced").GetBoolean() && report.GetProperty("state").GetString() == "Answered";

    private async Task<string> AssignedAsync(string phone, string text)
    {
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen(phone, "Warga Uji"), text);
        return (await RoutedAsync(1))[0].GetProperty("unit").GetString()!;
    }

    private Task<IReadOnlyList<JsonElement>> RoutedAsync(int count) => Eventually.FindAsync(
        $"{count} assigned reports",
        async () => await Scene.ReportsAsync(hub, Token) is { } reports && reports.Count == count && reports.All(report => report.TryGetProperty("unit", out _)) ? reports : null,
        Token);

    private Task BrokerAsync(string what) =>
        Eventually.TrueAsync(what, async () => (await HealthPage.WholeAsync(hub)).GetProperty("broker").GetProperty("status").GetString() == "Healthy", Token, HealthPage.Back);
}
