using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Microsoft.AspNetCore.Http;

namespace Hub.Connectors.Tests.Sp4nLapor;

public class Sp4nLaporOwedLogsTests
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

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
