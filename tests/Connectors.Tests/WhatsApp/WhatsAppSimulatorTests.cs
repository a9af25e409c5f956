using System.Net;
using Hub.Contracts.Channels;
using Hub.Simulators;
using Hub.Simulators.WhatsApp;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>The simulator and the channel against each other; each was written from the protocol alone.</summary>
public sealed class WhatsAppSimulatorTests : IAsyncLifetime
{
    private static readonly WhatsAppCitizen Citizen = new("6281100000001", "Warga <b>");

    private WhatsAppSimulator simulator = null!;
    private WhatsAppHub hub = null!;

    public async ValueTask InitializeAsync()
    {
        simulator = await WhatsAppSimulator.StartAsync(new WhatsAppSimulatorSettings { FirstRetry = TimeSpan.FromMilliseconds(20) }, TestContext.Current.CancellationToken);
        hub = await WhatsAppHub.StartAsync(WhatsAppHub.SettingsFor(simulator));
        simulator.HubWebhook = hub.Webhook;
    }

    [Fact]
    public async Task The_handshake_succeeds() => Assert.True(await simulator.VerifyAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task What_citizens_send_is_what_the_hub_reads()
    {
        await simulator.SendTextAsync(Citizen, "Jalan rusak 😡 https://contoh.go.id/a \"kutip\" \\ é");
        await simulator.SendLocationAsync(Citizen, -6.2, 106.8, "Jembatan");
        await simulator.SendDocumentAsync(Citizen, [1, 2, 3], "surat.pdf", "Terlampir");
        await simulator.SendButtonReplyAsync(new WhatsAppCitizen(null, "Tanpa nomor", "ID.1"), "ya", "Ya");
        await simulator.DeliveredAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["", "Jalan rusak 😡 https://contoh.go.id/a \"kutip\" \\ é", "Terlampir", "Ya"], Reports().Select(report => report.Text).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_hub_is_closed()
    {
        hub.Inbox.Closed = true;
        var wamids = await simulator.SendBatchAsync(Enumerable.Range(0, 200).Select(index => KeyValuePair.Create(Citizen, $"laporan {index}")));
        await simulator.SendTextAsync(Citizen, "satu lagi");
        await hub.Inbox.RefusedTwiceAsync(TestContext.Current.CancellationToken);
        hub.Inbox.Closed = false;
        await simulator.DeliveredAsync(TestContext.Current.CancellationToken);

        Assert.Equal(200, wamids.Distinct().Count());
        Assert.Equal(201, Reports().DistinctBy(report => report.ExternalId).Count());
    }

    [Fact]
    public async Task Doubled_and_swapped_notifications_are_the_same_reports()
    {
        simulator.Faults.Settings = new FaultSettings(Duplicate: 0.5, Reorder: 0.5);
        for (var index = 0; index < 100; index++)
        {
            await simulator.SendTextAsync(Citizen, $"laporan {index}");
        }

        await simulator.DeliveredAsync(TestContext.Current.CancellationToken);

        Assert.Equal(100, Reports().DistinctBy(report => report.ExternalId).Count());
        Assert.True(simulator.Ledger.Deliveries.Count > 100);
    }

    [Fact]
    public async Task Receipts_carry_our_operation_back()
    {
        await simulator.SendTextAsync(Citizen, "Jalan rusak");
        var operation = Guid.Parse("0198c3c2-0000-7000-8000-000000000001");
        var result = await hub.Sink.PushAsync(
            new OutboundStatus(operation, "LP-1", WhatsAppHub.Number, "wa-1", Contracts.Reports.ReportState.Received, DateTimeOffset.UnixEpoch) { PublicNote = "", Reporter = new ReporterIdentity { Phone = "+6281100000001" } },
            TestContext.Current.CancellationToken);
        await simulator.DeliveredAsync(TestContext.Current.CancellationToken);

        var receipts = hub.Inbox.Items.SelectMany(item => hub.Normaliser.Normalise(item).Items).OfType<InboundStatus>().ToList();
        Assert.Equal([Receipt.Sent, Receipt.Delivered, Receipt.Read], receipts.Select(receipt => receipt.Receipt!.Value).Order());
        Assert.All(receipts, receipt => Assert.Equal((operation, Assert.IsType<SyncResult.Delivered>(result).ExternalReference), (receipt.OperationId!.Value, receipt.ExternalReference)));
    }

    [Fact]
    public async Task The_probe_is_content_with_the_right_token_only()
    {
        Assert.Null(await hub.Probe.ProbeAsync(TestContext.Current.CancellationToken));

        var settings = WhatsAppHub.SettingsFor(simulator);
        settings["Channels:WhatsApp:AccessToken"] = "token-lama-yang-hangus";
        await using var expired = await WhatsAppHub.StartAsync(settings);

        var wrong = await expired.Probe.ProbeAsync(TestContext.Current.CancellationToken);
        Assert.Contains("190", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("token-lama", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_conversations_and_runs_nothing_that_a_citizen_wrote()
    {
        await simulator.SendTextAsync(Citizen, "<script>alert(1)</script>");

        using var page = await hub.Http.GetAsync(simulator.Address, TestContext.Current.CancellationToken);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await simulator.DisposeAsync();
    }

    private List<InboundReport> Reports() => [.. hub.Inbox.Items.SelectMany(item => hub.Normaliser.Normalise(item).Items).OfType<InboundReport>()];
}
