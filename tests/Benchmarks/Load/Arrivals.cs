using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hub.Benchmarks.Load;

/// <summary>Which reports have come to their units, and when; each by the running number that it carries.</summary>
internal sealed class Arrivals
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentDictionary<int, long> moments = new();
    private int count;
    private int twice;
    private long last;

    public int Count => Volatile.Read(ref count);

    /// <summary>Reports that came more than once.</summary>
    public int Twice => Volatile.Read(ref twice);

    /// <summary>When the last new one came.</summary>
    public long Last => Volatile.Read(ref last);

    public void Take(int number)
    {
        var now = Stopwatch.GetTimestamp();
        if (moments.TryAdd(number, now))
        {
            Volatile.Write(ref last, now);
            Interlocked.Increment(ref count);
        }
        else
        {
            Interlocked.Increment(ref twice);
        }
    }

    public long? MomentOf(int number) => moments.TryGetValue(number, out var moment) ? moment : null;

    /// <returns>Whether so many have come, at the latest after this time.</returns>
    public async Task<bool> ReachAsync(int wanted, TimeSpan longest, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Count < wanted && Stopwatch.GetElapsedTime(started) < longest)
        {
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }

        return Count >= wanted;
    }
}
