using Hub.Router;

namespace Hub.Worker;

/// <summary>What was last read from the store, again and again while the hub runs; nothing while it cannot be read, for a gauge that stands still would lie.</summary>
internal sealed class LastKnown<T>(Func<CancellationToken, Task<T>> read, TimeSpan every, TimeProvider clock)
    where T : class
{
    public T? Value { get; private set; }

    public Task WatchAsync(CancellationToken stoppingToken) => clock.RepeatAsync(every, (async token => Value = await read(token), _ => Value = null), stoppingToken);
}
