using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hub.Simulators.Units;

namespace Hub.Faults.Units;

/// <summary>A unit at the hub's API: says each status under one key until it is answered, and asks for its reports when nobody brings them.</summary>
internal sealed class ApiUnit(HttpClient http, (string Unit, string Key, string Way) who, UnitWork work, TimeProvider clock) : IUnitLine
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private string? cursor;

    public string Way => who.Way;

    public string Unit => who.Unit;

    /// <summary>Asks until the drill ends; less often while there is nothing.</summary>
    public async Task PullAsync(CancellationToken cancellationToken)
    {
        for (var pause = Shortest; ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            if (await PageAsync(cancellationToken) > 0)
            {
                pause = Shortest;
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    public async Task<string?> SayAsync(UnitAnswer answer, string id, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { answer.Status, answer.PublicNote, answer.InternalNote, answer.Reason, answer.SuggestedUnit, answer.OccurredAt }, UnitJson.Options);
        for (var pause = Shortest; ; pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            using var call = Call(HttpMethod.Post, $"units/{who.Unit}/reports/{answer.ReportId}/statuses");
            call.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            call.Headers.Add("Idempotency-Key", id);
            var (status, said) = await TryAsync(call, cancellationToken);
            switch (status)
            {
                case HttpStatusCode.Accepted:
                    return $"api|{id}";
                case HttpStatusCode.Conflict:
                    return null;
                case null or >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests:
                    await Task.Delay(pause, clock, cancellationToken);
                    break;
                default:
                    throw new HttpRequestException($"{answer.Status} was answered {(int)status}: {said}");
            }
        }
    }

    /// <summary>Another unit's inbox, report or status with this unit's key: it must get nothing (S7).</summary>
    /// <returns>The answer when it was 2xx.</returns>
    public async Task<string?> PryAsync(string path, CancellationToken cancellationToken)
    {
        using var call = Call(HttpMethod.Get, path);
        return await TryAsync(call, cancellationToken) is (HttpStatusCode.OK, { } said) ? said : null;
    }

    private async Task<int> PageAsync(CancellationToken cancellationToken)
    {
        using var call = Call(HttpMethod.Get, $"units/{who.Unit}/reports?{(cursor is null ? "" : $"after={Uri.EscapeDataString(cursor)}&")}limit=200");
        if (await TryAsync(call, cancellationToken) is not (HttpStatusCode.OK, { } said))
        {
            return 0;
        }

        using var page = JsonDocument.Parse(said);
        var items = page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.Clone()).ToList();
        foreach (var item in items)
        {
            await work.TakeAsync(who.Unit, new UnitDelivery($"pull/{item.GetProperty("reportId").GetString()}", UnitEvent.Assigned, item), this);
        }

        cursor = page.RootElement.TryGetProperty("next", out var next) && next.ValueKind is JsonValueKind.String ? next.GetString() : cursor;
        return items.Count;
    }

    private HttpRequestMessage Call(HttpMethod method, string path)
    {
        var call = new HttpRequestMessage(method, path);
        call.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Key);
        return call;
    }

    private async Task<(HttpStatusCode? Status, string? Said)> TryAsync(HttpRequestMessage call, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(call, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception silence) when (silence is HttpRequestException or IOException || (silence is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, null);
        }
    }
}
