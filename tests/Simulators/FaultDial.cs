using System.Globalization;

namespace Hub.Simulators;

/// <summary>How much goes wrong, each as a share from 0 to 1 of calls or messages.</summary>
/// <param name="Delay">Calls that are held back, up to <paramref name="LongestDelay"/>.</param>
/// <param name="Error">Calls that are refused before anything happens: 429 with Retry-After in both forms, 500, 503, an HTML page with 200.</param>
/// <param name="LostAnswer">Calls that take effect and whose answer is cut.</param>
/// <param name="Duplicate">Items that are delivered a second time.</param>
/// <param name="Reorder">Items that change places with their neighbour.</param>
public sealed record FaultSettings(
    double Delay = 0, TimeSpan LongestDelay = default, double Error = 0, double LostAnswer = 0, double Duplicate = 0, double Reorder = 0)
{
    public static FaultSettings None { get; } = new();
}

/// <summary>A seeded source of trouble: the same seed gives the same run.</summary>
public sealed class FaultDial(int seed, TimeProvider clock)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();

    public FaultSettings Settings { get; set; } = FaultSettings.None;

    /// <summary>Counts by kind, for the operator's page and for checks.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, int>(counts);
            }
        }
    }

    private readonly Dictionary<string, int> counts = [];

    /// <summary>Stands in front of the calls that a hub makes.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var (delay, error, lost) = Draw();
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, clock, context.RequestAborted);
        }

        if (error is { } kind)
        {
            await RefuseAsync(context.Response, kind);
            return;
        }

        if (!lost)
        {
            await next(context);
            return;
        }

        // The effect happens, the answer does not arrive.
        context.Response.Body = Stream.Null;
        await next(context);
        context.Abort();
    }

    /// <summary>The items with some doubled and some neighbours swapped.</summary>
    public IReadOnlyList<T> Disturb<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        lock (gate)
        {
            for (var index = list.Count - 1; index >= 0; index--)
            {
                if (Happens(Settings.Duplicate, "duplicate"))
                {
                    list.Insert(index + 1, list[index]);
                }
            }

            for (var index = 1; index < list.Count; index++)
            {
                if (Happens(Settings.Reorder, "reorder"))
                {
                    (list[index - 1], list[index]) = (list[index], list[index - 1]);
                }
            }
        }

        return list;
    }

    private (TimeSpan Delay, int? Error, bool Lost) Draw()
    {
        lock (gate)
        {
            var delay = Happens(Settings.Delay, "delay") ? Settings.LongestDelay * random.NextDouble() : TimeSpan.Zero;
            int? error = Happens(Settings.Error, "error") ? random.Next(5) : null;
            return (delay, error, error is null && Happens(Settings.LostAnswer, "lost_answer"));
        }
    }

    private bool Happens(double share, string kind)
    {
        if (share <= 0 || random.NextDouble() >= share)
        {
            return false;
        }

        counts[kind] = counts.GetValueOrDefault(kind) + 1;
        return true;
    }

    private async Task RefuseAsync(HttpResponse response, int kind)
    {
        switch (kind)
        {
            case 0:
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                response.Headers.RetryAfter = "1";
                break;
            case 1:
                response.StatusCode = StatusCodes.Status429TooManyRequests;
                response.Headers.RetryAfter = clock.GetUtcNow().AddSeconds(1).ToString("R", CultureInfo.InvariantCulture);
                break;
            case 2:
                response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case 3:
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                break;
            default:
                response.ContentType = "text/html";
                await response.WriteAsync("<!doctype html><title>Galat</title><p>Terjadi kesalahan pada server.");
                break;
        }
    }
}
