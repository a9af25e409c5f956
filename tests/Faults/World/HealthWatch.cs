using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Hub.Faults.Check;

namespace Hub.Faults.World;

/// <summary>What the hub said of itself at one moment; down when it did not answer.</summary>
internal sealed record HealthSample(DateTimeOffset At, string Overall, string Store, string Broker)
{
    public const string Down = "Down";
    public const string Healthy = "Healthy";
}

/// <summary>Asks the hub for its health twice a second and keeps every answer.</summary>
internal sealed class HealthWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentQueue<HealthSample> samples = new();
    private readonly ConcurrentDictionary<string, bool> leaks = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly HttpClient http;
    private readonly LeakSearch search;
    private readonly TimeProvider clock;
    private readonly Task watching;

    public HealthWatch((Uri Address, string OperationsKey) hub, LeakSearch search, TimeProvider clock)
    {
        (this.search, this.clock) = (search, clock);
        http = new HttpClient { BaseAddress = hub.Address, Timeout = TimeSpan.FromSeconds(2) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", hub.OperationsKey);
        watching = WatchAsync(stopping.Token);
    }

    public IReadOnlyList<HealthSample> Samples => [.. samples];

    /// <summary>Canaries on the health page.</summary>
    public IReadOnlyCollection<string> Leaks => [.. leaks.Keys];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        http.Dispose();
        stopping.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
            {
                samples.Enqueue(await AskAsync(clock.GetUtcNow(), cancellationToken));
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The drill ends.
        }
    }

    private async Task<HealthSample> AskAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("health", cancellationToken);
            var page = await answer.Content.ReadAsStringAsync(cancellationToken);
            foreach (var leak in search.Find("the health page", page))
            {
                leaks[leak.Form] = true;
            }

            using var health = JsonDocument.Parse(page);
            return new HealthSample(now, Word(health.RootElement), Word(health.RootElement.GetProperty("store")), Word(health.RootElement.GetProperty("broker")));
        }
        catch (Exception silence) when (silence is HttpRequestException or IOException or JsonException or KeyNotFoundException
            || (silence is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new HealthSample(now, HealthSample.Down, HealthSample.Down, HealthSample.Down);
        }
    }

    private static string Word(JsonElement part) => part.GetProperty("status").ToString();
}
