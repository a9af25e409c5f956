using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>LAPOR!'s endpoints as CHANNELS 6.1 assumes them, one method each; knows nothing of the hub.</summary>
internal interface ISp4nLaporClient
{
    Task<HttpResponseMessage> GetReportsAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>The feed beside the poll's: what changed since a time. A server that does not know "since" gives all it has.</summary>
    Task<HttpResponseMessage> GetReportsSinceAsync(DateTimeOffset since, string? cursor, int limit, CancellationToken cancellationToken);

    Task<HttpResponseMessage> GetReportAsync(string trackingId, CancellationToken cancellationToken);

    Task<HttpResponseMessage> GetFollowUpsAsync(string trackingId, string? after, CancellationToken cancellationToken);

    Task<HttpResponseMessage> AddFollowUpAsync(string trackingId, Sp4nLaporFollowUp followUp, CancellationToken cancellationToken);

    Task<HttpResponseMessage> ActAsync(string trackingId, Sp4nLaporAction action, CancellationToken cancellationToken);
}

internal sealed class Sp4nLaporClient(HttpClient http, IOptions<Sp4nLaporOptions> options) : ISp4nLaporClient
{
    public Task<HttpResponseMessage> GetReportsAsync(string? cursor, int limit, CancellationToken cancellationToken) => FeedAsync("", cursor, limit, cancellationToken);

    public Task<HttpResponseMessage> GetReportsSinceAsync(DateTimeOffset since, string? cursor, int limit, CancellationToken cancellationToken) =>
        FeedAsync($"&since={Uri.EscapeDataString(since.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture))}", cursor, limit, cancellationToken);

    public Task<HttpResponseMessage> GetReportAsync(string trackingId, CancellationToken cancellationToken) =>
        http.GetAsync($"reports/{Uri.EscapeDataString(trackingId)}", cancellationToken);

    public Task<HttpResponseMessage> GetFollowUpsAsync(string trackingId, string? after, CancellationToken cancellationToken) =>
        http.GetAsync($"{FollowUps(trackingId)}{(after is null ? "" : $"?after={Uri.EscapeDataString(after)}")}", cancellationToken);

    public Task<HttpResponseMessage> AddFollowUpAsync(string trackingId, Sp4nLaporFollowUp followUp, CancellationToken cancellationToken) =>
        PostAsync(FollowUps(trackingId), followUp, Sp4nLaporJson.Default.Sp4nLaporFollowUp, cancellationToken);

    public Task<HttpResponseMessage> ActAsync(string trackingId, Sp4nLaporAction action, CancellationToken cancellationToken) =>
        PostAsync($"reports/{Uri.EscapeDataString(trackingId)}/actions", action, Sp4nLaporJson.Default.Sp4nLaporAction, cancellationToken);

    private Task<HttpResponseMessage> FeedAsync(string since, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var place = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
        return http.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"reports?agency={Uri.EscapeDataString(options.Value.AgencyId!)}&limit={limit}{since}{place}"), cancellationToken);
    }

    /// <summary>Bytes with a length: not every PHP front end takes a chunked body.</summary>
    private async Task<HttpResponseMessage> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue(Sp4nLaporChannel.Json, "utf-8");
        return await http.PostAsync(path, content, cancellationToken);
    }

    private static string FollowUps(string trackingId) => $"reports/{Uri.EscapeDataString(trackingId)}/followups";
}
