using System.Net;
using System.Text.Json;
using Hub.Connectors.Shared;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>What a read brought. The two cases are the whole list.</summary>
internal abstract record Sp4nLaporAnswer<T>
{
    private Sp4nLaporAnswer()
    {
    }

    public sealed record Read(T Value) : Sp4nLaporAnswer<T>;

    /// <param name="Status">Null when there was no answer, or none that could be read.</param>
    /// <param name="WholeChannel">No other read is likely to fare better now.</param>
    public sealed record Failed(string Reason, HttpStatusCode? Status = null, TimeSpan? RetryAfter = null, bool WholeChannel = false) : Sp4nLaporAnswer<T>;
}

/// <summary>Reads from LAPOR! and believes nothing but whole JSON: an error page with status 200 and a cut body are failures (CHANNELS 6.1).</summary>
internal sealed class Sp4nLaporReader(ISp4nLaporClient client, TimeProvider clock)
{
    /// <summary>A log that has more pages than this is not growing, it is going round.</summary>
    private const int MostLogPages = 100;

    public Task<Sp4nLaporAnswer<Sp4nLaporFeedPage>> ReportsAsync(string? cursor, int limit, CancellationToken cancellationToken) =>
        ReadAsync(token => client.GetReportsAsync(cursor, limit, token), Sp4nLaporFeedPage.Read, cancellationToken);

    public Task<Sp4nLaporAnswer<Sp4nLaporFeedPage>> ReportsSinceAsync(DateTimeOffset since, string? cursor, int limit, CancellationToken cancellationToken) =>
        ReadAsync(token => client.GetReportsSinceAsync(since, cursor, limit, token), Sp4nLaporFeedPage.Read, cancellationToken);

    /// <summary>One report, boxed in a page of its own.</summary>
    public Task<Sp4nLaporAnswer<Sp4nLaporFeedPage>> ReportAsync(string trackingId, CancellationToken cancellationToken) => ReadAsync(
        token => client.GetReportAsync(trackingId, token),
        body => body.ValueKind is JsonValueKind.Object && body.Words("tracking_id") == trackingId ? new Sp4nLaporFeedPage([body], null, HasMore: false) : null,
        cancellationToken);

    /// <summary>All entries after the given one, over all pages of the log; one page that cannot be read fails them all.</summary>
    public async Task<Sp4nLaporAnswer<IReadOnlyList<JsonElement>>> FollowUpsAsync(string trackingId, string? after, CancellationToken cancellationToken)
    {
        List<JsonElement> entries = [];
        for (var page = 0; page < MostLogPages; page++)
        {
            var place = after;
            var answer = await ReadAsync(token => client.GetFollowUpsAsync(trackingId, place, token), LogPage, cancellationToken);
            if (answer is not Sp4nLaporAnswer<Sp4nLaporFeedPage>.Read { Value: var log })
            {
                var failed = (Sp4nLaporAnswer<Sp4nLaporFeedPage>.Failed)answer;
                return new Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed(failed.Reason, failed.Status, failed.RetryAfter, failed.WholeChannel);
            }

            entries.AddRange(log.Items);
            after = log.Items.LastOrDefault(JsonReading.IsWhole).Words("id");
            if (!log.HasMore || after is null || after == place)
            {
                return new Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Read(entries);
            }
        }

        return new Sp4nLaporAnswer<IReadOnlyList<JsonElement>>.Failed("The follow-up log does not end.");
    }

    private async Task<Sp4nLaporAnswer<T>> ReadAsync<T>(Func<CancellationToken, Task<HttpResponseMessage>> call, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            using var response = await call(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return Refused<T>(response);
            }

            using var body = JsonReading.TryParse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return body is not null && read(body.RootElement.Clone()) is { } value
                ? new Sp4nLaporAnswer<T>.Read(value)
                : new Sp4nLaporAnswer<T>.Failed(HttpFailure.IsJson(response) ? "The answer is cut or not in the agreed form." : "The answer is a web page, not JSON.");
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            // A body that is cut belongs to this one call; everything else says that the channel is away.
            var cut = fault is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } or IOException;
            return new Sp4nLaporAnswer<T>.Failed(HttpFailure.ForRead(fault).Reason, WholeChannel: !cut);
        }
    }

    private Sp4nLaporAnswer<T>.Failed Refused<T>(HttpResponseMessage response)
    {
        var refusal = HttpFailure.ForRead(response, clock);
        var whole = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        return new Sp4nLaporAnswer<T>.Failed(refusal.Reason, response.StatusCode, refusal.RetryAfter, whole);
    }

    /// <summary>The log is a page, or a bare array where the server does not page.</summary>
    private static Sp4nLaporFeedPage? LogPage(JsonElement body) =>
        body.ValueKind is JsonValueKind.Array ? new Sp4nLaporFeedPage([.. body.EnumerateArray()], null, HasMore: false) : Sp4nLaporFeedPage.Read(body);
}
