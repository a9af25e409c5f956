using Hub.Router;

namespace Hub.Worker;

/// <summary>
/// What was last read from the store, again and again while the hub runs; nothing while it cannot be read, for a gauge that stands
/// still would lie. On a store with much to count looks are fewer, so that watching takes no more than a fortieth of the time.
/// </summary>
internal sealed class LastKnown<T>(Func<CancellationToken, Task<T>> read, TimeSpan every, TimeProvider clock)
    where T : class
{
    private const int Share = 40;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public T? Value { get; private set; }

    public Task WatchAsync(CancellationToken stoppingToken) => clock.RepeatAsync(every, (LookAsync, _ => Value = null), stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        Value = await read(cancellationToken);
        if (clock.GetElapsedTime(started) * Share - every is { } rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest < Longest ? rest : Longest, clock, cancellationToken);
        }
    }
}
