using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Testing;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporPollerTests
{
    private readonly Dictionary<string, RawItem> store = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Reports_of_the_same_instant_all_arrive_whatever_the_page_size(int pageSize)
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var added = Enumerable.Range(0, 25).Select(number => hub.Add($"Laporan {number}")).ToList();

        await Sp4nLaporDouble.DrainAsync(hub.Poller(pageSize), null, store);

        Assert.Equal(added.Order(), ExternalIds<InboundReport>());
    }

    [Fact]
    public async Task An_item_keeps_the_bytes_of_the_channel_and_is_known_by_number_and_version()
    {
        const string Item = """{ "tracking_id" : 9170001,"updated_at":"2026-08-17T10:00:00+07:00", "title":"Caf\u00e9 \/ \ud83d rusak é" }""";
        var clock = new StoppedClock(Sp4nLaporDouble.Start);
        using var http = Http(request => Canned.Json(System.Net.HttpStatusCode.OK, request.RequestUri!.AbsolutePath == "/reports" ? $$"""{"items":[ {{Item}} ]}""" : "[]"));
        var reader = new Sp4nLaporReader(new Sp4nLaporClient(http, Sp4nLaporDouble.Settings()), clock);

        await Sp4nLaporDouble.DrainAsync(new Sp4nLaporPoller(reader, Sp4nLaporDouble.Settings(), clock, new Lines<Sp4nLaporPoller>()), null, store);

        var raw = Assert.Single(store.Values);
        Assert.Equal("9170001:2026-08-17T10:00:00+07:00", raw.Key);
        Assert.Equal(("sp4n", "1042"), (raw.Channel, raw.Account));
        Assert.Equal(Item, Encoding.UTF8.GetString(raw.Body.Span));
    }

    [Fact]
    public async Task A_report_that_is_committed_late_with_an_older_time_still_arrives()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        hub.Add();
        hub.Clock.Advance(TimeSpan.FromMinutes(5));
        hub.Add();
        var cursor = await Sp4nLaporDouble.DrainAsync(hub.Poller(1), null, store);

        var late = hub.Add("Terlambat", updatedAt: Sp4nLaporDouble.Start.AddMinutes(1));
        await Sp4nLaporDouble.DrainAsync(hub.Poller(1), cursor, store);

        Assert.Contains(late, ExternalIds<InboundReport>());
    }

    [Fact]
    public async Task The_overlap_brings_nothing_twice_and_does_not_grow()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        string? cursor = null;
        for (var minute = 0; minute < 120; minute++)
        {
            hub.Add();
            cursor = await Sp4nLaporDouble.DrainAsync(hub.Poller(5), cursor, store);
            hub.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var calls = 0;
        hub.Lapor.Refuses = request =>
        {
            calls++;
            return null;
        };
        var quiet = Assert.IsType<PollResult.Page>(await hub.Poller(100).FetchAsync(cursor, Token));

        Assert.Equal(120, store.Count);
        Assert.Empty(quiet.Items);
        Assert.Equal(1, calls);
        Assert.InRange(cursor!.Length, 1, 8_000);
    }

    [Fact]
    public async Task A_change_brings_the_report_again_under_a_new_key()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();
        var cursor = await Sp4nLaporDouble.DrainAsync(hub.Poller(), null, store);

        hub.Clock.Advance(TimeSpan.FromHours(1));
        hub.Desk.Redact(id, "Disunting.");
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), cursor, store);

        Assert.Equal(["Lubang besar di depan pasar.", "Disunting."], Items<InboundReport>().Select(report => report.Text));
    }

    [Fact]
    public async Task Follow_ups_of_the_reporter_arrive_over_all_pages_of_the_log_and_our_own_do_not()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync(setup => setup with { LogPage = 2 });
        var id = hub.Add();
        await hub.Sink().PushAsync(Sp4nLaporStatusSinkTests.Status(id), Token);
        for (var number = 0; number < 5; number++)
        {
            hub.Desk.ReporterReplies(id, $"Balasan {number}");
        }

        hub.Desk.CloseByAdmin(id);
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), null, store);

        Assert.Equal(["Balasan 0", "Balasan 1", "Balasan 2", "Balasan 3", "Balasan 4"], Items<InboundFollowUp>().Select(followUp => followUp.Text));
        Assert.All(Items<InboundFollowUp>(), followUp => Assert.Equal(id, followUp.ReportExternalId));
        Assert.Equal("Ditutup oleh Admin", Assert.Single(Items<InboundStatus>()).Word);
        Assert.DoesNotContain(store.Values, raw => Encoding.UTF8.GetString(raw.Body.Span).Contains("hub:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_that_was_moved_or_withdrawn_owes_no_log()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var id = hub.Add();
        hub.Desk.Withdraw(id);

        var cursor = await Sp4nLaporDouble.DrainAsync(hub.Poller(), null, store);

        Assert.Equal(Contracts.Reports.ReportState.Withdrawn, Assert.Single(Items<InboundReport>()).ChannelState);
        Assert.Empty(Sp4nLaporCursor.Read(cursor).Pending);
    }

    [Fact]
    public async Task A_report_given_to_another_agency_is_not_shown_any_more()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        hub.Desk.ChangeDisposition(hub.Add(), "9999");

        await Sp4nLaporDouble.DrainAsync(hub.Poller(), null, store);

        Assert.Empty(store);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static HttpClient Http(Func<HttpRequestMessage, HttpResponseMessage> answer) => new(new Canned(answer)) { BaseAddress = new Uri("https://lapor.contoh.test/") };

    private List<T> Items<T>()
        where T : InboundItem => [.. store.Values.SelectMany(raw => new Sp4nLaporNormaliser().Normalise(raw).Items).OfType<T>()];

    private IEnumerable<string> ExternalIds<T>()
        where T : InboundItem => Items<T>().Select(item => item.ExternalId).Order();
}
