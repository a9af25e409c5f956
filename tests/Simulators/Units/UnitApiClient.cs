using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Hub.Simulators.Units;

/// <summary>A unit's application at the hub's unit API: asks for its reports and answers them.</summary>
internal sealed class UnitApiClient(HttpClient http, string unit, string key, TimeProvider clock) : IUnitVoice
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private string? cursor;

    /// <summary>The next page of this unit's inbox, or nothing.</summary>
    public async Task<UnitPage> NextAsync(CancellationToken cancellationToken)
    {
        var after = cursor is null ? "" : $"after={Uri.EscapeDataString(cursor)}&";
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"units/{unit}/reports?{after}limit=100"), cancellationToken);
        response.EnsureSuccessStatusCode();
        var page = await response.Content.ReadFromJsonAsync<JsonElement>(UnitJson.Options, cancellationToken);
        var items = page.GetProperty("items").EnumerateArray().Select(item => Read(item, cursor)).ToList();
        var next = page.TryGetProperty("next", out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;
        return new UnitPage(items, next);
    }

    /// <summary>Moves on only when the page is dealt with.</summary>
    public void MoveTo(string? next) => cursor = next ?? cursor;

    public async Task<bool> SayAsync(UnitAnswer answer, CancellationToken cancellationToken)
    {
        var attempt = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        using var response = await SendAsync(() => StatusCall(answer, attempt), cancellationToken);
        if (response.StatusCode is HttpStatusCode.Conflict)
        {
            return false;
        }

        if (response.StatusCode is not HttpStatusCode.Accepted)
        {
            var said = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException($"{unit} posted {answer.Status} and the hub answered {(int)response.StatusCode}: {said}", null, response.StatusCode);
        }

        return true;
    }

    private HttpRequestMessage StatusCall(UnitAnswer answer, string attempt)
    {
        var body = new { answer.Status, answer.PublicNote, answer.InternalNote, answer.Reason, answer.SuggestedUnit, answer.OccurredAt };
        var call = new HttpRequestMessage(HttpMethod.Post, $"units/{unit}/reports/{answer.ReportId}/statuses")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, UnitJson.Options)),
        };
        call.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        call.Headers.Add("Idempotency-Key", attempt);
        return call;
    }

    // A hub that is busy or restarts is asked again with the same key until the caller gives up.
    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var call = make();
            call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (await TryAsync(call, cancellationToken) is { } response)
            {
                return response;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage?> TryAsync(HttpRequestMessage call, CancellationToken cancellationToken)
    {
        try
        {
            var response = await http.SendAsync(call, cancellationToken);
            if ((int)response.StatusCode < 500 && response.StatusCode is not HttpStatusCode.TooManyRequests)
            {
                return response;
            }

            response.Dispose();
            return null;
        }
        catch (Exception silence) when (silence is HttpRequestException || (silence is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    // Read again from the same place, a page gives the same ids.
    private static UnitDelivery Read(JsonElement item, string? place)
    {
        var report = item.TryGetProperty("assignment", out var assignment) ? assignment : item;
        return new UnitDelivery($"{place}/{report.GetProperty("reportId").GetString()}", UnitEvent.Assigned, report);
    }
}

/// <param name="Next">Where to go on after this page.</param>
internal sealed record UnitPage(IReadOnlyList<UnitDelivery> Items, string? Next);

/// <summary>One thing the hub brought to a unit, by whichever way.</summary>
internal sealed record UnitDelivery(string Id, string Type, JsonElement Body)
{
    /// <summary>The report when this delivery is an assignment; an amendment needs no new work.</summary>
    public UnitReport? Assignment => Type == UnitEvent.Assigned ? Body.Deserialize<UnitReport>(UnitJson.Options) : null;
}
