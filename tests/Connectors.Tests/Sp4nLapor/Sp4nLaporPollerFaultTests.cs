using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Simulators;
using Hub.Testing;
using Microsoft.AspNetCore.Http;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporPollerFaultTests
{
    private readonly Dictionary<string, RawItem> store = [];

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(401)]
    [InlineData(429)]
    public async Task A_log_that_cannot_be_read_is_owed_until_it_was_read(int answer)
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var ids = Enumerable.Range(0, 5).Select(_ => hub.Add()).ToList();
        ids.ForEach(id => hub.Desk.ReporterReplies(id, $"Balasan {id}"));
        hub.Lapor.Refuses = request => IsLogOf(request, ids[2]) ? answer : null;

        var page = Assert.IsType<PollResult.Page>(await hub.Poller().FetchAsync(null, Token));
        Keep(page);
        var owed = Items<InboundFollowUp>().Count;
        hub.Lapor.Refuses = _ => null;
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), page.NextCursor, store);

        Assert.Equal(answer is 500 or 403 ? 4 : 2, owed);
        Assert.Equal(ids.Select(id => $"Balasan {id}").Order(), Items<InboundFollowUp>().Select(followUp => followUp.Text).Order());
    }

    [Fact]
    public async Task One_report_whose_log_never_reads_holds_no_neighbour()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var bad = hub.Add();
        hub.Lapor.Refuses = request => IsLogOf(request, bad) ? 500 : null;
        var cursor = await Sp4nLaporDouble.DrainAsync(hub.Poller(), null, store);

        hub.Clock.Advance(TimeSpan.FromHours(1));
        hub.Desk.ReporterReplies(hub.Add(), "Tolong.");
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), cursor, store);

        Assert.Single(Items<InboundFollowUp>());
        Assert.Contains(hub.Lines.All, line => line.Contains(bad, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_log_that_never_ends_in_time_holds_no_neighbour()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var ids = Enumerable.Range(0, 3).Select(_ => hub.Add()).ToList();
        ids.ForEach(id => hub.Desk.ReporterReplies(id, $"Balasan {id}"));
        using var http = new HttpClient(new Hangs($"/reports/{ids[0]}/followups")) { BaseAddress = hub.Lapor.Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", hub.Lapor.Setup.ApiKey);
        var reader = new Sp4nLaporReader(new Sp4nLaporClient(http, Sp4nLaporDouble.Settings()), hub.Clock);

        var page = Assert.IsType<PollResult.Page>(await new Sp4nLaporPoller(reader, Sp4nLaporDouble.Settings(), hub.Clock, new Lines<Sp4nLaporPoller>(hub.Lines.All)).FetchAsync(null, Token));
        Keep(page);

        Assert.Equal(2, Items<InboundFollowUp>().Count);
        Assert.Equal([ids[0]], Sp4nLaporCursor.Read(page.NextCursor).Pending);
        Assert.Contains(hub.Lines.All, line => line.Contains(ids[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_refused_logs_in_a_row_are_the_channel_and_stand_behind_their_neighbours_from_then_on()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var ids = Enumerable.Range(0, 5).Select(_ => hub.Add()).ToList();
        ids.ForEach(id => hub.Desk.ReporterReplies(id, $"Balasan {id}"));
        List<string> asked = [];
        hub.Lapor.Refuses = request => Asked(request, asked) && (IsLogOf(request, ids[0]) || IsLogOf(request, ids[1])) ? 403 : null;
        var poller = hub.Poller();

        var first = Assert.IsType<PollResult.Page>(await poller.FetchAsync(null, Token));
        Keep(first);
        Assert.Equal((2, 0), (asked.Count, Items<InboundFollowUp>().Count));

        Keep(Assert.IsType<PollResult.Page>(await poller.FetchAsync(first.NextCursor, Token)));
        Assert.Equal(ids.Skip(2).Concat(ids.Take(2)), asked.Skip(2));
        Assert.Equal(3, Items<InboundFollowUp>().Count);
    }

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
    public async Task The_feed_waits_when_too_many_logs_are_owed()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var ids = Enumerable.Range(0, Sp4nLaporCursor.MostPending).Select(_ => hub.Add()).ToList();
        ids.ForEach(id => hub.Desk.ReporterReplies(id, "Halo"));
        var owing = new Sp4nLaporCursor { Pending = ids }.Write();

        hub.Lapor.Refuses = request => request.Path.Value!.EndsWith("followups", StringComparison.Ordinal) ? 500 : null;
        Assert.IsType<PollResult.Unavailable>(await hub.Poller().FetchAsync(owing, Token));

        hub.Lapor.Refuses = _ => null;
        await Sp4nLaporDouble.DrainAsync(hub.Poller(), owing, store);
        Assert.Equal(ids.Count, Items<InboundFollowUp>().Count);
        Assert.Equal(ids.Count, Items<InboundReport>().Count);
    }

    [Theory]
    [InlineData(403, 1)]
    [InlineData(403, 2)]
    [InlineData(503, 1)]
    public async Task A_feed_that_waits_for_its_logs_goes_on_although_the_first_are_never_read(int answer, int never)
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var ids = Enumerable.Range(0, Sp4nLaporCursor.MostPending).Select(_ => hub.Add()).ToList();
        ids.ForEach(id => hub.Desk.ReporterReplies(id, "Halo"));
        hub.Lapor.Refuses = request => ids.Take(never).Any(id => IsLogOf(request, id)) ? answer : null;
        var poller = hub.Poller();

        string? cursor = new Sp4nLaporCursor { Pending = ids }.Write();
        for (var poll = 0; poll < 8; poll++)
        {
            if (await poller.FetchAsync(cursor, Token) is PollResult.Page page)
            {
                Keep(page);
                cursor = page.NextCursor;
            }
        }

        Assert.Equal(ids.Count - never, Items<InboundFollowUp>().Count);
        Assert.Equal(ids.Count, Items<InboundReport>().Count);
    }

    [Fact]
    public async Task Pages_that_bring_nothing_new_are_left_behind_although_two_logs_are_never_read()
    {
        await using var hub = await Sp4nLaporDouble.StartAsync();
        var ids = Enumerable.Range(0, 6).Select(_ => hub.Add()).ToList();
        hub.Lapor.Refuses = request => IsLogOf(request, ids[0]) || IsLogOf(request, ids[1]) ? 403 : null;
        var poller = hub.Poller(2);
        var cursor = (string?)null;
        for (var poll = 0; poll < 12; poll++)
        {
            cursor = await poller.FetchAsync(cursor, Token) is PollResult.Page page ? page.NextCursor : cursor;
        }

        var late = hub.Add();
        for (var poll = 0; poll < 8; poll++)
        {
            if (await poller.FetchAsync(cursor, Token) is PollResult.Page page)
            {
                Keep(page);
                cursor = page.NextCursor;
            }
        }

        Assert.Contains(late, ExternalIds<InboundReport>());
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

    private static bool IsLogOf(HttpRequest request, string id) => request.Path == $"/reports/{id}/followups";

    private static bool Asked(HttpRequest request, List<string> asked)
    {
        if (request.Path.Value!.Split('/') is ["", "reports", var id, "followups"])
        {
            asked.Add(id);
        }

        return true;
    }

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

    /// <summary>A server whose one address never answers within the time limit.</summary>
    private sealed class Hangs(string path) : DelegatingHandler(new HttpClientHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath == path ? throw new TaskCanceledException("No answer within the time limit.") : base.SendAsync(request, cancellationToken);
    }
}
