using System.Text;
using Hub.Connectors.ContactCenter158;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Simulators;
using Hub.Testing;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158PollerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Six_hundred_tickets_of_one_second_arrive_once()
    {
        await using var desk = await Desk.StartAsync(pageSize: 100);
        var numbers = Enumerable.Range(0, 600).Select(_ => $"{desk.Add().TicketNo}:1").ToList();

        var (items, _) = await desk.ReadAsync(null);

        Assert.Equal(numbers, items.Select(item => item.Key));
    }

    [Fact]
    public async Task A_ticket_that_is_committed_after_younger_ones_still_arrives()
    {
        await using var desk = await Desk.StartAsync();
        var slow = desk.Simulator.Prepare(new("Banjir", "Air setinggi lutut."));
        desk.Clock.Advance(TimeSpan.FromMinutes(10));
        desk.Add();
        var (_, cursor) = await desk.ReadAsync(null);

        desk.Simulator.Commit(slow);
        var (late, _) = await desk.ReadAsync(cursor);

        Assert.Equal($"{slow.TicketNo}:1", Assert.Single(late).Key);
    }

    [Fact]
    public async Task The_same_cursor_brings_the_same_bytes()
    {
        await using var desk = await Desk.StartAsync(pageSize: 3);
        for (var count = 0; count < 7; count++)
        {
            desk.Add();
        }

        var first = await desk.PageAsync(null);
        var second = await desk.PageAsync(first.NextCursor);
        var again = await desk.PageAsync(first.NextCursor);

        Assert.Equal(3, second.Items.Count);
        Assert.Equal(second.Items.Select(item => item.Key), again.Items.Select(item => item.Key));
        Assert.All(second.Items.Zip(again.Items), pair => Assert.True(pair.First.Body.Span.SequenceEqual(pair.Second.Body.Span)));
    }

    [Fact]
    public async Task An_expired_cursor_starts_again_a_day_before_the_last_answer_and_loses_nothing()
    {
        await using var desk = await Desk.StartAsync(pageSize: 2);
        var old = desk.Add();
        desk.Clock.Advance(TimeSpan.FromDays(3));
        var recent = desk.Add();
        var (before, cursor) = await desk.ReadAsync(null);
        desk.Simulator.ExpireCursors();
        desk.Clock.Advance(TimeSpan.FromHours(2));
        var fresh = Enumerable.Range(0, 5).Select(_ => desk.Add().TicketNo).ToList();

        var (after, next) = await desk.ReadAsync(cursor);
        var (rest, _) = await desk.ReadAsync(next);

        Assert.DoesNotContain($"{old.TicketNo}:1", after.Select(item => item.Key));
        Assert.Equal([recent.TicketNo, .. fresh], after.Select(item => item.Key!.Split(':')[0]));
        Assert.Equal(7, before.Concat(after).Select(item => item.Key).Distinct().Count());
        Assert.Empty(rest);
        Assert.Contains(desk.Logs.Lines, line => line.Level is LogLevel.Warning && line.Text.Contains("has expired", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_update_between_two_pages_arrives_as_its_latest_version()
    {
        await using var desk = await Desk.StartAsync(pageSize: 2);
        var tickets = Enumerable.Range(0, 6).Select(_ => desk.Add()).ToList();

        var (items, _) = await desk.ReadAsync(null, page =>
        {
            if (page is 1)
            {
                desk.Simulator.Edit(tickets[0].TicketNo, ticket => ticket with { Subject = "Jalan berlubang (diperbarui)" });
                desk.Simulator.Edit(tickets[4].TicketNo, ticket => ticket with { Subject = "Jalan ambles" });
            }
        });

        var keys = items.Select(item => item.Key).ToList();
        Assert.Contains($"{tickets[0].TicketNo}:1", keys);
        Assert.Contains($"{tickets[0].TicketNo}:2", keys);
        Assert.Contains($"{tickets[4].TicketNo}:2", keys);
        Assert.All(tickets, ticket => Assert.Contains(keys, key => key!.StartsWith(ticket.TicketNo, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_merge_a_deletion_and_a_second_call_arrive_as_such()
    {
        await using var desk = await Desk.StartAsync();
        var (merged, deleted, called) = (desk.Add(), desk.Add(), desk.Add());
        var (_, cursor) = await desk.ReadAsync(null);
        desk.Simulator.Merge(merged.TicketNo, called.TicketNo);
        desk.Simulator.Delete(deleted.TicketNo);
        desk.Simulator.AddCallerReply(called.TicketNo, "Sekarang lubangnya lebih lebar.");

        var (items, _) = await desk.ReadAsync(cursor);
        var read = items.SelectMany(item => new ContactCenter158Normaliser().Normalise(item).Items).ToList();

        Assert.Equal(ReportState.Merged, read.OfType<InboundReport>().Single(report => report.ExternalId == merged.TicketNo).ChannelState);
        var tombstone = Assert.Single(read.OfType<InboundStatus>());
        Assert.Equal((deleted.TicketNo, ReportState.Withdrawn), (tombstone.ReportExternalId, tombstone.State));
        var reply = Assert.Single(read.OfType<InboundFollowUp>());
        Assert.Equal((called.TicketNo, "Sekarang lubangnya lebih lebar."), (reply.ReportExternalId, reply.Text));
    }

    [Fact]
    public async Task Doubled_and_swapped_items_leave_nothing_out()
    {
        await using var desk = await Desk.StartAsync(pageSize: 10);
        var wanted = Enumerable.Range(0, 60).Select(_ => $"{desk.Add().TicketNo}:1").ToHashSet();
        desk.Simulator.Dial.Settings = new FaultSettings(Duplicate: 0.3, Reorder: 0.3);

        var (items, _) = await desk.ReadAsync(null);

        Assert.True(items.Count > wanted.Count);
        Assert.Equal(wanted, items.Select(item => item.Key!).ToHashSet());
    }

    [Fact]
    public async Task A_channel_that_refuses_every_call_leaves_the_cursor_and_recovers()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = desk.Add();
        desk.Simulator.Dial.Settings = new FaultSettings(Error: 1);

        List<PollResult> refused = [];
        for (var count = 0; count < 30; count++)
        {
            refused.Add(await desk.Poller.FetchAsync(null, Token));
        }

        desk.Simulator.Dial.Settings = FaultSettings.None;
        var (items, _) = await desk.ReadAsync(null);

        Assert.All(refused, result => Assert.IsType<PollResult.Unavailable>(result));
        Assert.Contains(refused, result => result is PollResult.Unavailable { RetryAfter: { } wait } && wait == TimeSpan.FromSeconds(1));
        Assert.Equal($"{ticket.TicketNo}:1", Assert.Single(items).Key);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("Thu, 20 Aug 2026 03:17:00 GMT", 120)]
    public async Task A_429_says_how_long_to_wait_in_both_forms(string header, int seconds)
    {
        using var http = new CannedHttp(_ =>
        {
            var response = new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests);
            response.Headers.TryAddWithoutValidation("Retry-After", header);
            return response;
        });

        var result = await Poller(http).FetchAsync(null, Token);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<PollResult.Unavailable>(result).RetryAfter);
    }

    [Theory]
    [InlineData(200, "<!doctype html><title>Galat</title>", "text/html")] // an error page that says 200
    [InlineData(200, "{\"items\":[{\"ticket_no\":\"158-1\"", "application/json")] // cut
    [InlineData(200, "{\"items\":[]}", "application/json")] // no next cursor
    [InlineData(200, "{\"next_cursor\":\"a\"}", "application/json")] // no items
    [InlineData(200, "[]", "application/json")] // not a page
    [InlineData(401, "{}", "application/json")]
    [InlineData(500, "{}", "application/json")]
    [InlineData(503, "", "text/plain")]
    [InlineData(302, "", "text/plain")]
    public async Task What_is_not_a_page_is_unavailable(int status, string body, string media)
    {
        using var http = new CannedHttp(CannedHttp.Answer(status, body, media));

        Assert.IsType<PollResult.Unavailable>(await Poller(http).FetchAsync("""{"cursor":"a","serverTime":null}""", Token));
    }

    [Fact]
    public async Task A_call_that_fails_or_times_out_is_unavailable_and_a_stop_is_not()
    {
        using var http = new CannedHttp(CannedHttp.Fault(new HttpRequestException("cut")), CannedHttp.Fault(new TaskCanceledException()));
        var poller = Poller(http);

        Assert.IsType<PollResult.Unavailable>(await poller.FetchAsync(null, Token));
        Assert.IsType<PollResult.Unavailable>(await poller.FetchAsync(null, Token));

        using var stopped = new CannedHttp(CannedHttp.Fault(new TaskCanceledException()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Poller(stopped).FetchAsync(null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_strange_item_is_handed_on_without_a_key_and_holds_no_neighbour_back()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
        using var http = new CannedHttp(CannedHttp.Answer(200, $$"""
            {"items":[{"version":1, "subject":"tanpa nomor"}, 7, null, {"ticket_no":"158-2026-000002"}, {"ticket_no":"158-2026-000003","version":3,"custom":{{deep}}}, {"ticket_no":"158-2026-000004","version":4}],
             "next_cursor":"b","has_more":false}
            """));

        var page = Assert.IsType<PollResult.Page>(await Poller(http).FetchAsync(null, Token));

        Assert.Equal([null, null, null, null, "158-2026-000003:3", "158-2026-000004:4"], page.Items.Select(item => item.Key));
        Assert.Equal("""{"version":1, "subject":"tanpa nomor"}""", Encoding.UTF8.GetString(page.Items[0].Body.Span));
        Assert.All(page.Items.SkipLast(1), item => Assert.NotEmpty(new ContactCenter158Normaliser().Normalise(item).Unreadable));
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_quarantine_their_own_item_only()
    {
        byte[] body = [.. "{\"items\":[{\"ticket_no\":\"158-"u8, 0xC3, 0x28, .. "\",\"version\":1},{\"ticket_no\":\"158-2\",\"version\":1,\"description\":\"baik\"}],\"next_cursor\":\"b\"}"u8];
        using var http = new CannedHttp(_ => new HttpResponseMessage { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } });

        var page = Assert.IsType<PollResult.Page>(await Poller(http).FetchAsync(null, Token));

        Assert.Equal([null, "158-2:1"], page.Items.Select(item => item.Key));
        Assert.Equal("not_json", Assert.Single(new ContactCenter158Normaliser().Normalise(page.Items[0]).Unreadable).Code);
    }

    internal static ContactCenter158Poller Poller(CannedHttp http, StoppedClock? clock = null) => new(
        new ContactCenter158Client(http.Client()), Desk.Settings(), clock ?? new StoppedClock(Desk.Morning), new CapturedLogs().For<ContactCenter158Poller>());
}
