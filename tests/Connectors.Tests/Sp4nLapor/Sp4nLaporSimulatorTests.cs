using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators.Sp4nLapor;

namespace Hub.Connectors.Tests.Sp4nLapor;

/// <summary>The duties of CHANNELS 6.3 that other tests lean on.</summary>
public class Sp4nLaporSimulatorTests
{
    [Fact]
    public async Task An_answer_without_a_reply_ends_the_report_after_ten_days_and_the_hub_hears_of_it()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var (answered, replied) = (hub.Add(), hub.Add());
        await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(answered), Token);
        await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(replied) with { OperationId = Guid.Parse("0198c1f0-7d4e-7c3a-9c1e-0f2a5b6c7d8f") }, Token);
        hub.Desk.ReporterReplies(replied, "Belum selesai.");

        hub.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(0, hub.Desk.AutoCloseAfterTenDays());
        hub.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, hub.Desk.AutoCloseAfterTenDays());
        Assert.Equal(0, hub.Desk.AutoCloseAfterTenDays());

        Dictionary<string, RawItem> store = [];
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), null, store);
        var status = Assert.Single(store.Values.SelectMany(raw => new Sp4nLaporNormaliser().Normalise(raw).Items).OfType<InboundStatus>());
        Assert.Equal((answered, "Ditutup oleh Sistem", ReportState.Closed), (status.ReportExternalId, status.Word, status.State));
    }

    [Fact]
    public async Task The_operators_page_shows_reports_and_what_was_received_and_runs_nothing()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add("<script>alert(1)</script>", "Jalan rusak.");
        await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id) with { PublicNote = "<b>Selesai</b>" }, Token);
        using var browser = new HttpClient { BaseAddress = hub.Lapor.Address };

        var page = await browser.GetStringAsync("/", Token);

        Assert.Contains(id, page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Selesai&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal("PK", System.Text.Encoding.ASCII.GetString(await browser.GetByteArrayAsync("/export.xlsx", Token), 0, 2));
    }

    [Fact]
    public async Task A_lapor_that_forgets_operations_shows_its_doubles()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync(setup => setup with { KeepsOperationIds = false });
        var id = hub.Add();

        await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token);
        await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token);

        Assert.Single(hub.Desk.DoubleEffects);
    }

    [Fact]
    public void The_simulator_knows_nothing_of_the_product() =>
        Assert.DoesNotContain(
            typeof(Sp4nLaporSimulator).Assembly.GetReferencedAssemblies(),
            name => name.Name is "Hub.Connectors" or "Hub.Contracts" or "Hub.Router" or "Hub.Worker");

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
