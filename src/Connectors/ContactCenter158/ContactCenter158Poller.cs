using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.ContactCenter158;

/// <summary>Walks the change feed of 158 by its own cursor, a page a call (CHANNELS 3.5.3).</summary>
internal sealed partial class ContactCenter158Poller(
    IContactCenter158Client client, IOptions<ContactCenter158Options> options, TimeProvider clock, ILogger<ContactCenter158Poller> logger) : IPolledChannel
{
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);
    private static readonly TimeSpan TolerableSkew = TimeSpan.FromSeconds(60);
    private static readonly TimeOnly Opens = new(8, 30);
    private static readonly TimeOnly Closes = new(15, 30);

    private bool isSkewed;

    public string Channel => ContactCenter158Options.Channel;

    public string Account => options.Value.Account;

    /// <summary>Quick while people answer the telephone: Monday to Friday, 08:30 to 15:30 WIB (DOMAIN 3).</summary>
    public TimeSpan Interval => IsServiceHour(clock.GetUtcNow().ToOffset(Wib)) ? options.Value.PollInterval : options.Value.SlowPollInterval;

    public async Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (ContactCenter158Position.TryRead(cursor) is not { } position)
        {
            return new PollResult.Unavailable("The stored cursor of the channel cannot be read; set it back by hand.");
        }

        try
        {
            return await FetchAsync(position, cancellationToken);
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return HttpFailure.ForRead(fault);
        }
    }

    private async Task<PollResult> FetchAsync(ContactCenter158Position position, CancellationToken cancellationToken)
    {
        using var response = await client.ReadChangesAsync(position, options.Value.PageSize, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.Gone || position.Cursor is null)
        {
            return await ReadAsync(response, position, cancellationToken);
        }

        var restart = position.StartAgain(clock.GetUtcNow());
        Log.CursorExpired(logger, Channel, restart.Since);

        using var again = await client.ReadChangesAsync(restart, options.Value.PageSize, cancellationToken);
        return await ReadAsync(again, restart, cancellationToken);
    }

    private async Task<PollResult> ReadAsync(HttpResponseMessage response, ContactCenter158Position asked, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            return HttpFailure.ForRead(response, clock);
        }

        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!HttpFailure.IsJson(response) || ContactCenter158Page.TryRead(body) is not { } page)
        {
            return new PollResult.Unavailable("The answer was not a page of the change feed.", RetryAfter.Read(response, clock));
        }

        var now = clock.GetUtcNow();
        WatchClock(page.ServerTime, now);

        // A feed that says "more" and stands still would be asked without a pause for ever.
        var standsStill = page.HasMore && page.NextCursor == asked.Cursor;
        if (standsStill)
        {
            Log.StandsStill(logger, Channel);
        }

        var next = new ContactCenter158Position(page.NextCursor, page.ServerTime ?? asked.ServerTime);
        return new PollResult.Page([.. page.Items.Select(item => ToRaw(item, Account, now))], next.Write(), page.HasMore && !standsStill);
    }

    public static RawItem ToRaw(JsonElement item, string account, DateTimeOffset now)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(item).ToArray();
        return new RawItem(ContactCenter158Options.Channel, account, bytes, now) { Key = Utf8.IsValid(bytes) ? Key(item) : null };
    }

    // An item without number or version is handed on as well: it is quarantined later and holds nobody back.
    private static string? Key(JsonElement item) =>
        item.Words("ticket_no") is { Length: <= ContactCenter158Normaliser.LongestNumber } number && item.Whole("version") is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"{number}:{version}")
            : null;

    private void WatchClock(DateTimeOffset? serverTime, DateTimeOffset now)
    {
        var skew = serverTime - now ?? TimeSpan.Zero;
        var wasSkewed = isSkewed;
        isSkewed = skew.Duration() > TolerableSkew;
        if (isSkewed && !wasSkewed)
        {
            Log.Skewed(logger, Channel, (long)skew.TotalSeconds);
        }
    }

    private static bool IsServiceHour(DateTimeOffset local) =>
        local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
        && TimeOnly.FromTimeSpan(local.TimeOfDay) is var time && time >= Opens && time < Closes;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The cursor of {Channel} has expired; reading again since {Since}.")]
        public static partial void CursorExpired(ILogger logger, string channel, DateTimeOffset? since);

        [LoggerMessage(2, LogLevel.Warning, "The clock of {Channel} is {Seconds} seconds away from ours; have both checked against NTP.")]
        public static partial void Skewed(ILogger logger, string channel, long seconds);

        [LoggerMessage(3, LogLevel.Warning, "{Channel} announces more changes without moving its cursor; asking again after the usual pause.")]
        public static partial void StandsStill(ILogger logger, string channel);
    }
}
