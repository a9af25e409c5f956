using System.Diagnostics;

namespace Hub.Testing;

/// <summary>Waits for something to become true, up to a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The first answer that is not null.</returns>
    public static async Task<T> FindAsync<T>(string what, Func<Task<T?>> look, CancellationToken cancellationToken, TimeSpan? patience = null)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (watch.Elapsed > (patience ?? Patience))
            {
                throw new TimeoutException($"Not within {patience ?? Patience}: {what}");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    public static async Task TrueAsync(string what, Func<Task<bool>> look, CancellationToken cancellationToken, TimeSpan? patience = null) =>
        await FindAsync(what, async () => await look() ? what : null, cancellationToken, patience);

    public static Task TrueAsync(string what, Func<bool> look, CancellationToken cancellationToken, TimeSpan? patience = null) =>
        TrueAsync(what, () => Task.FromResult(look()), cancellationToken, patience);
}
