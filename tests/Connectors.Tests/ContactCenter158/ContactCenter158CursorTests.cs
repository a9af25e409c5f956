using System.Globalization;
using System.Text.Json;
using Hub.Contracts.Channels;
using Hub.Testing;
using Microsoft.Extensions.Logging;
using static Hub.Connectors.Tests.ContactCenter158.ContactCenter158PollerTests;

namespace Hub.Connectors.Tests.ContactCenter158;

public sealed class ContactCenter158CursorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cursor_holds_the_channels_own_words()
    {
        using var http = new CannedHttp(
            CannedHttp.Answer(200, """{"items":[],"next_cursor":"eyJzZXEiOjkxMjMzfQ==","has_more":false,"server_time":"2026-08-20T10:14:58+07:00"}"""),
            CannedHttp.Answer(200, """{"items":[],"next_cursor":"n2","has_more":false}"""));
        var poller = Poller(http);

        var first = Assert.IsType<PollResult.Page>(await poller.FetchAsync(null, Token));
        var second = Assert.IsType<PollResult.Page>(await poller.FetchAsync(first.NextCursor, Token));

        Assert.Equal(["GET /api/v1/tickets/changes?limit=100", "GET /api/v1/tickets/changes?cursor=eyJzZXEiOjkxMjMzfQ%3D%3D&limit=100"], http.Calls);
        using var stored = JsonDocument.Parse(second.NextCursor!);
        Assert.Equal("n2", stored.RootElement.GetProperty("cursor").GetString());
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 3, 14, 58, TimeSpan.Zero), stored.RootElement.GetProperty("serverTime").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("2026-08-20T10:15:00+07:00", "2026-08-19T03%3A15%3A00%2B00%3A00")] // their last answer
    [InlineData("2099-01-01T00:00:00+07:00", "2026-08-19T03%3A15%3A00%2B00%3A00")] // their clock ran ahead: ours is the limit
    public async Task Starting_again_never_skips_ahead(string serverTime, string since)
    {
        using var http = new CannedHttp(CannedHttp.Answer(410, """{"code":"cursor_expired"}"""), CannedHttp.Answer(200, """{"items":[],"next_cursor":"n","has_more":false}"""));

        Assert.IsType<PollResult.Page>(await Poller(http).FetchAsync($$"""{"cursor":"old","serverTime":"{{serverTime}}"}""", Token));

        Assert.Equal($"GET /api/v1/tickets/changes?since={since}&limit=100", http.Calls[1]);
    }

    [Fact]
    public async Task A_feed_that_stands_still_is_not_asked_without_a_pause()
    {
        using var http = new CannedHttp(CannedHttp.Answer(200, """{"items":[],"next_cursor":"a","has_more":true}"""));

        Assert.False(Assert.IsType<PollResult.Page>(await Poller(http).FetchAsync("""{"cursor":"a"}""", Token)).HasMore);
    }

    [Fact]
    public async Task A_stored_cursor_that_is_not_ours_is_not_guessed_at()
    {
        using var http = new CannedHttp();

        Assert.IsType<PollResult.Unavailable>(await Poller(http).FetchAsync("seq=12", Token));
    }

    [Theory]
    [InlineData(600, 1)] // ten minutes ahead
    [InlineData(-61, 1)]
    [InlineData(59, 0)]
    public async Task A_clock_that_is_off_is_warned_about_once(int seconds, int warnings)
    {
        await using var desk = await Desk.StartAsync();
        desk.Simulator.ClockSkew = TimeSpan.FromSeconds(seconds);

        await desk.PageAsync(null);
        await desk.PageAsync(null);

        Assert.Equal(warnings, desk.Logs.Lines.Count(line => line.Level is LogLevel.Warning && line.Text.Contains("clock", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2026-08-20T08:30:00+07:00", 60)] // Thursday, doors open
    [InlineData("2026-08-20T15:29:59+07:00", 60)]
    [InlineData("2026-08-20T08:29:59+07:00", 300)]
    [InlineData("2026-08-20T15:30:00+07:00", 300)]
    [InlineData("2026-08-22T10:00:00+07:00", 300)] // Saturday
    [InlineData("2026-08-23T10:00:00+07:00", 300)] // Sunday
    public void It_is_asked_often_while_people_answer_the_telephone(string now, int seconds)
    {
        using var http = new CannedHttp();
        var clock = new StoppedClock(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));

        Assert.Equal(TimeSpan.FromSeconds(seconds), Poller(http, clock).Interval);
    }
}
