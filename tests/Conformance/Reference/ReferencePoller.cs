using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Hub.Contracts.Channels;

namespace Hub.Conformance.Reference;

internal sealed class ReferencePoller(Fault fault, ReferenceWire wire, TimeProvider clock) : IPolledChannel
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private readonly HashSet<string> remembered = [];

    public string Channel => "rujukan";

    public string Account => "satu";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task<PollResult> FetchAsync(string? cursor, CancellationToken cancellationToken)
    {
        var place = cursor is null ? new Place(0, "", 0) : JsonSerializer.Deserialize<Place>(cursor)!;
        try
        {
            var after = fault is Fault.TiesAreLost ? "" : $"&after={place.After}";
            var (response, body) = await wire.SendAsync(
                HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"changes?since={place.Since}{after}&limit={IConnectorBench.PageLimit}"), null, cancellationToken);
            using (response)
            {
                return response.IsSuccessStatusCode
                    ? Page(body, place, cursor)
                    : new PollResult.Unavailable($"The channel answered {(int)response.StatusCode}.", ReferenceRetry.Read(response, clock, (fault is Fault.PollIgnoresSeconds, fault is Fault.PollIgnoresDate)));
            }
        }
        catch (ReferenceNoTokenException)
        {
            return new PollResult.Unavailable("There is no token.");
        }
        catch (HttpRequestException) when (fault is not Fault.OutageIsThrown)
        {
            return new PollResult.Unavailable("The channel cannot be reached.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested || fault is Fault.StopIsAFailedPoll)
        {
            return new PollResult.Unavailable("The channel did not answer in time.");
        }
    }

    private PollResult Page(byte[] body, Place place, string? cursor)
    {
        if ((fault is Fault.TornItemSpoilsThePage && !Utf8.IsValid(body)) || ReferenceWire.Object(body) is not { } page || !page.TryGetProperty("items", out var list) || list.ValueKind is not JsonValueKind.Array)
        {
            return fault is Fault.WebPageIsAnEmptyPage ? new PollResult.Page([], cursor, HasMore: false) : new PollResult.Unavailable("The answer is no page.");
        }

        var items = list.EnumerateArray().Where(item => fault is not Fault.StrangeItemIsDropped || item.ValueKind is JsonValueKind.Object).ToList();
        var raws = items.Select(Raw).Where(raw => fault is not Fault.RemembersInMemory || raw.Key is null || remembered.Add(raw.Key)).ToList();
        var more = page.GetProperty("has_more").GetBoolean();
        return new PollResult.Page(raws, JsonSerializer.Serialize(Next(place, items, more)), fault switch
        {
            Fault.StopsAfterAPage => false,
            Fault.AlwaysHasMore => true,
            _ => more,
        });
    }

    private Place Next(Place place, List<JsonElement> items, bool more)
    {
        var last = items.LastOrDefault(item => item.ValueKind is JsonValueKind.Object);
        var here = last.ValueKind is JsonValueKind.Undefined ? place : new Place(Ticks(last), last.GetProperty("id").GetString()!, Ticks(last));
        var top = Math.Max(place.Top, here.Top);
        if (more || fault is Fault.NoOverlap)
        {
            return here with { Top = top };
        }

        return fault switch
        {
            Fault.CursorIsNow => new Place((clock.GetUtcNow() - Overlap).UtcTicks, "", top),
            Fault.StartsAgain => new Place(0, "", top),
            _ => new Place(Math.Max(top - Overlap.Ticks, 0), "", top),
        };
    }

    private RawItem Raw(JsonElement item)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(item).ToArray();
        bytes = fault is Fault.WritesItemsAgain && Utf8.IsValid(bytes) ? Encoding.UTF8.GetBytes(JsonSerializer.Serialize(item)) : bytes;
        return new RawItem(Channel, Account, bytes, clock.GetUtcNow()) { Key = Key(item) };
    }

    private string? Key(JsonElement item) => item.ValueKind is not JsonValueKind.Object ? null : fault switch
    {
        Fault.KeyOfTheClock => $"{item.GetProperty("id")}:{clock.GetUtcNow().UtcTicks}",
        Fault.NameInKey => $"{item.GetProperty("id")}:{item.GetProperty("reporter").GetProperty("name")}",
        _ => $"{item.GetProperty("id")}:{Ticks(item)}",
    };

    private static long Ticks(JsonElement item) => DateTimeOffset.Parse(item.GetProperty("at").GetString()!, CultureInfo.InvariantCulture).UtcTicks;

    /// <param name="Top">The latest change seen.</param>
    private sealed record Place(long Since, string After, long Top);
}

/// <summary>Retry-After in both forms, with the two ways to get it wrong.</summary>
internal static class ReferenceRetry
{
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider clock, (bool Seconds, bool Date) ignored) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } when !ignored.Seconds => wait,
        { Date: { } until } when !ignored.Date => until - clock.GetUtcNow(),
        _ => null,
    };
}
