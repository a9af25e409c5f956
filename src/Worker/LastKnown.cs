namespace Hub.Worker;

/// <summary>What was last read from the store, again and again while the hub runs; nothing while it cannot be read, for a gauge that stands still would lie.</summary>
internal sealed class LastKnown<T>(Func<CancellationToken, Task<T>> read, TimeSpan every, TimeProvider clock)
    where T : class
{
    public T? Value { get; private set; }

    public async Task WatchAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Value = await read(stoppingToken);
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                Value = null;
            }

            await Task.Delay(every, clock, stoppingToken);
        }
    }
}
