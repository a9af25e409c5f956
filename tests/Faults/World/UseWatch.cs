using System.Collections.Concurrent;
using System.Globalization;

namespace Hub.Faults.World;

/// <summary>Reads every few seconds what the hub's process holds.</summary>
internal sealed class UseWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<(DateTimeOffset At, HubUse Use)> samples = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly SupervisedHub hub;
    private readonly TimeProvider clock;
    private readonly Task watching;

    public UseWatch(SupervisedHub hub, TimeProvider clock)
    {
        (this.hub, this.clock) = (hub, clock);
        watching = WatchAsync(stopping.Token);
    }

    /// <summary>The most before a moment, part by part: what the load needs while all is well.</summary>
    public HubUse? Before(DateTimeOffset moment) => Highest([.. samples.Where(each => each.At < moment).Select(each => each.Use)]);

    /// <summary>The most that any life held, part by part.</summary>
    public HubUse? Most => Highest([.. samples.Select(each => each.Use)]);

    /// <summary>Null when the hub is not there now.</summary>
    public HubUse? Now()
    {
        if (hub.ProcessId is not { } id)
        {
            return null;
        }

        try
        {
            var words = File.ReadLines($"/proc/{id}/status").Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim());
            var kilobytes = double.Parse(words["VmRSS"].Split(' ')[0], CultureInfo.InvariantCulture);
            return new HubUse(kilobytes / 1024, Directory.GetFiles($"/proc/{id}/fd").Length, int.Parse(words["Threads"], CultureInfo.InvariantCulture));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        stopping.Dispose();
    }

    private static HubUse? Highest(IReadOnlyList<HubUse> uses) =>
        uses.Count == 0 ? null : new HubUse(uses.Max(use => use.Megabytes), uses.Max(use => use.Handles), uses.Max(use => use.Threads));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, clock, cancellationToken);
                if (Now() is { } use)
                {
                    samples.Enqueue((clock.GetUtcNow(), use));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The drill ends.
        }
    }
}
