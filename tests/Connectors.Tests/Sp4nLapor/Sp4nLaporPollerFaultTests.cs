using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Simulators;
using Hub.Testing;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporPollerFaultTests
{
    private readonly Dictionary<string, RawItem> store = [];

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(302)]
    public async Task A_feed_that_refuses_leaves_the_cursor(int answer)
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        hub.Lapor.Refuses = _ => answer;

        Assert.IsType<PollResult.Unavailable>(await hub.Poller().FetchAsync(null, Token));
    }

    [Theory]
    [InlineData("text/html", "<!doctype html><title>Masuk</title>")]
    [InlineData("application/json", "<html>")]
    [InlineData("application/json", "{\"items\":[{\"tracking_id\":\"91700")]
    [InlineData("application/json", "{\"pesan\":\"ok\"}")]
    [InlineData("application/json", "")]
    public async Task An_answer_200_that_is_not_a_page_is_unavailable(string type, string body)
    {
        var clock = new StoppedClock(Sp4nLaporDouble.Start);
        using var http = Http(_ => new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, type) });
        var reader = new Sp4nLaporReader(new Sp4nLaporClient(http, Sp4nLaporDouble.Settings()), clock);

        Assert.IsType<PollResult.Unavailable>(await new Sp4nLaporPoller(reader, Sp4nLaporDouble.Settings(), clock, new Lines<Sp4nLaporPoller>()).FetchAsync(null, Token));
    }

    [Fact]
    public async Task A_body_cut_in_the_middle_is_unavailable()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        hub.Add();
        hub.Lapor.Cuts = _ => true;

        Assert.IsType<PollResult.Unavailable>(await hub.Poller().FetchAsync(null, Token));
    }

    [Fact]
    public async Task A_throttled_feed_says_when_to_come_back()
    {
        var clock = new StoppedClock(Sp4nLaporDouble.Start);
        using var http = Http(_ => new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(Sp4nLaporDouble.Start.AddSeconds(90)) } });
        var reader = new Sp4nLaporReader(new Sp4nLaporClient(http, Sp4nLaporDouble.Settings()), clock);

        var result = await new Sp4nLaporPoller(reader, Sp4nLaporDouble.Settings(), clock, new Lines<Sp4nLaporPoller>()).FetchAsync(null, Token);

        Assert.Equal(TimeSpan.FromSeconds(90), Assert.IsType<PollResult.Unavailable>(result).RetryAfter);
    }

    [Fact]
    public async Task An_expired_cursor_starts_the_feed_again_and_keeps_what_is_owed()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        hub.Add();
        hub.Lapor.Refuses = request => request.Query.ContainsKey("cursor") ? 410 : null;
        var expired = new Sp4nLaporCursor { Feed = "lama", Pending = ["9170001"] }.Write();

        var first = Assert.IsType<PollResult.Page>(await hub.Poller().FetchAsync(expired, Token));

        Assert.True(first.HasMore);
        Assert.Equal((null, "9170001"), (Sp4nLaporCursor.Read(first.NextCursor).Feed, Assert.Single(Sp4nLaporCursor.Read(first.NextCursor).Pending)));
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), first.NextCursor, store);
        Assert.Single(ExternalIds<InboundReport>());
    }

    [Fact]
    public async Task A_page_that_repeats_its_items_gives_each_once()
    {
        var faults = new FaultDial(1, new StoppedClock(Sp4nLaporDouble.Start)) { Settings = new FaultSettings(Duplicate: 1) };
        await using var hub = await Sp4nLaporDouble.StartAsync(setup => setup with { Faults = faults });
        hub.Desk.ReporterReplies(hub.Add(), "Halo");

        var page = Assert.IsType<PollResult.Page>(await hub.Poller().FetchAsync(null, Token));

        Assert.Equal(2, page.Items.Count);
        Assert.Equal(2, page.Items.Select(item => item.Key).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Under_faults_of_every_kind_everything_arrives_in_the_end(int seed)
    {
        var faults = new FaultDial(seed, new StoppedClock(Sp4nLaporDouble.Start));
        await using var hub = await Sp4nLaporDouble.StartAsync(setup => setup with { Faults = faults });
        var ids = Enumerable.Range(0, 40).Select(_ => hub.Add()).ToList();
        ids.ForEach(id => hub.Desk.ReporterReplies(id, $"Balasan {id}"));
        faults.Settings = new FaultSettings(Error: 0.2, LostAnswer: 0.1, Duplicate: 0.2, Reorder: 0.3);

        string? cursor = null;
        for (var poll = 0; poll < 150; poll++)
        {
            if (await hub.Poller(7).FetchAsync(cursor, Token) is PollResult.Page page)
            {
                Keep(page);
                cursor = page.NextCursor;
            }
        }

        Assert.NotEmpty(faults.Counts);
        Assert.Equal(ids.Order(), ExternalIds<InboundReport>().Distinct());
        Assert.Equal(ids.Count, Items<InboundFollowUp>().Count);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static HttpClient Http(Func<HttpRequestMessage, HttpResponseMessage> answer) => new(new Canned(answer)) { BaseAddress = new Uri("https://lapor.contoh.test/") };

    private void Keep(PollResult.Page page)
    {
        foreach (var item in page.Items)
        {
            store.TryAdd(item.Key!, item);
        }
    }

    private List<T> Items<T>()
        where T : InboundItem => [.. store.Values.SelectMany(raw => new Sp4nLaporNormaliser().Normalise(raw).Items).OfType<T>()];

    private IEnumerable<string> ExternalIds<T>()
        where T : InboundItem => Items<T>().Select(item => item.ExternalId).Order();
}
