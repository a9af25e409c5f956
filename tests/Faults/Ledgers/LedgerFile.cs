using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Hub.Faults.Ledgers;

/// <summary>A list that stands on disk before it counts: each line is written and forced down before its append ends (RELIABILITY 3.1).</summary>
internal sealed class LedgerFile<T> : IAsyncDisposable
    where T : class
{
    private readonly Channel<(T Entry, TaskCompletionSource Done)> waiting = Channel.CreateUnbounded<(T, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<T> entries = [];
    private readonly FileStream file;
    private readonly Task writer;

    public LedgerFile(string path)
    {
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        writer = WriteAsync();
    }

    /// <summary>What is down on disk, in the order in which it got there.</summary>
    public IReadOnlyList<T> Entries
    {
        get
        {
            lock (entries)
            {
                return [.. entries];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (entries)
            {
                return entries.Count;
            }
        }
    }

    public Task AppendAsync(T entry)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Writer.TryWrite((entry, done)) ? done.Task : throw new ObjectDisposedException(nameof(LedgerFile<T>));
    }

    /// <summary>A half line at the end, from a crash of the drill, was never counted.</summary>
    public static IReadOnlyList<T> Read(string path)
    {
        var lines = File.ReadAllText(path).Split('\n');
        return [.. lines.SkipLast(1).Select(line => JsonSerializer.Deserialize<T>(line, LedgerJson.Options)!)];
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writer;
        await file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var batch = new List<(T Entry, TaskCompletionSource Done)>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (waiting.Reader.TryRead(out var one))
            {
                batch.Add(one);
                file.Write(JsonSerializer.SerializeToUtf8Bytes(one.Entry, LedgerJson.Options));
                file.WriteByte((byte)'\n');
            }

            file.Flush(flushToDisk: true);
            lock (entries)
            {
                entries.AddRange(batch.Select(one => one.Entry));
            }

            batch.ForEach(one => one.Done.TrySetResult());
            batch.Clear();
        }
    }
}

internal static class LedgerJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
