using System.Threading.Channels;

namespace Hub.Benchmarks.Pipelines;

/// <summary>Batches of what waits, with two milliseconds' patience for a small one (LIMITS, design choice 9).</summary>
internal static class Gathering
{
    private const int Most = 256;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    public static async ValueTask<List<Item>> TakeAsync(ChannelReader<Item> waiting, CancellationToken cancellationToken)
    {
        var batch = new List<Item>();
        Fill(waiting, batch);
        if (batch.Count < Most / 4)
        {
            await Task.Delay(Linger, TimeProvider.System, cancellationToken);
            Fill(waiting, batch);
        }

        return batch;
    }

    private static void Fill(ChannelReader<Item> waiting, List<Item> batch)
    {
        while (batch.Count < Most && waiting.TryRead(out var item))
        {
            batch.Add(item);
        }
    }
}
