using System.Text;
using Hub.Simulators.WhatsApp;
using Hub.Testing;
using Hub.Testing.Servers;
using RabbitMQ.Client;

namespace Hub.Integration.Tests.Hub;

/// <summary>What units may put on hub.unit-status by mistake: each is kept with a reason, and the next message is read.</summary>
public sealed class GarbageTests(RealServers servers) : IAsyncLifetime
{
    private static readonly BasicProperties Plain = new() { Persistent = true };

    private Play play = null!;
    private Scene scene = null!;
    private HubProcess hub = null!;
    private UnitDesk desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (scene, hub, desk) = play = await Play.StartAsync(servers, Token);

    public ValueTask DisposeAsync() => play.DisposeAsync();

    [Fact]
    public async Task Garbage_on_the_status_queue_is_quarantined_and_the_endpoint_lives_on()
    {
        await scene.WhatsApp.SendTextAsync(new WhatsAppCitizen("6281377002201", "Warga Uji"), "Jalan tol Cipularang berlubang besar di KM 92.");
        var unit = await Eventually.FindAsync(
            "an assigned report",
            async () => (await Scene.ReportsAsync(hub, Token)) is [var report] && report.TryGetProperty("unit", out var code) ? code.GetString() : null,
            Token);
        var assigned = await desk.NextAsync(unit, Token);
        byte[] Status(string word, string? note = null) => UnitDesk.Status(assigned.ReportId, unit, word, note);

        await desk.SendAsync("bukan json"u8.ToArray(), Plain, Token);
        await desk.SendAsync([], Plain, Token);
        await desk.SendAsync("[1,2]"u8.ToArray(), Plain, Token);
        await desk.SendAsync("null"u8.ToArray(), Plain, Token);
        await desk.SendAsync([0xff, 0xfe, 0x00, 0x80], new BasicProperties { ContentType = "???", ContentEncoding = "zip", MessageId = "bukan guid", CorrelationId = "x" }, Token);
        await desk.SendAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Status("acknowledged")).Replace("unit.report.status.v1", "unit.report.lain.v1", StringComparison.Ordinal)), Token);
        await desk.SendAsync(Status("selesai_dong"), Token);
        await desk.SendAsync(Status("answered"), Token);
        await desk.SendAsync(UnitDesk.Status(Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), unit, "acknowledged", null), Token);
        await desk.SendAsync(UnitDesk.Status(assigned.ReportId, "PU-SDA-BUKAN", "acknowledged", null), Token);
        await desk.SendAsync(Status("answered", "rusak\0parah"), Token);
        await desk.SendAsync(Status("answered", new string('x', 2_000_000)), Token);
        await desk.SendAsync(Status("acknowledged"), WithHeader(100_000), Token);
        await Assert.ThrowsAnyAsync<Exception>(async () => await desk.SendAsync(Status("acknowledged"), WithHeader(200_000), Token));

        await using var after = await UnitDesk.OpenAsync(scene.Broker, Token);
        await after.SendAsync(Status("in_progress"), Token);

        await Eventually.TrueAsync("the good status behind the garbage", async () => (await Scene.ReportsAsync(hub, Token))[0].GetProperty("state").GetString() == "InProgress", Token);
        await Eventually.TrueAsync("twelve in quarantine", async () => await scene.ScalarAsync<long>("SELECT count(*) FROM quarantine", Token) >= 12, Token);
        await Eventually.TrueAsync("an empty queue", async () => await after.CountAsync(UnitDesk.StatusQueue, Token) == 0, Token);
        Assert.Equal(0u, await after.CountAsync("hub.dead", Token));
        Assert.Equal(
            "bad_event bad_event failed failed failed failed no_report no_report unusable unusable unusable unusable",
            string.Join(' ', await scene.ListAsync("SELECT code FROM quarantine WHERE sealed IS NOT NULL AND reason <> '' ORDER BY code", Token)));
    }

    private static BasicProperties WithHeader(int size) => new() { Persistent = true, Headers = new Dictionary<string, object?> { ["catatan"] = Encoding.ASCII.GetBytes(new string('k', size)) } };
}
