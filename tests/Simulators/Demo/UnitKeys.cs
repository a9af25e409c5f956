namespace Hub.Simulators.Demo;

/// <summary>Asks the hub's command line for unit keys: whoever waits for a key meanwhile is served by the next call.</summary>
internal sealed class UnitKeys(HubProcess hub) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> waiting = [];

    public async Task<string> IssueAsync(string unit, CancellationToken cancellationToken)
    {
        var key = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!waiting.TryAdd(unit, key))
            {
                key = waiting[unit];
            }
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Take() is { Count: > 0 } batch)
            {
                await IssueAsync(batch, cancellationToken);
            }
        }
        finally
        {
            turn.Release();
        }

        return await key.Task.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private List<KeyValuePair<string, TaskCompletionSource<string>>> Take()
    {
        lock (gate)
        {
            var batch = waiting.ToList();
            waiting.Clear();
            return batch;
        }
    }

    private async Task IssueAsync(List<KeyValuePair<string, TaskCompletionSource<string>>> batch, CancellationToken cancellationToken)
    {
        var printed = await hub.RunAsync(["units", "issue-key", .. batch.Select(one => one.Key)], cancellationToken);
        var keys = printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (keys.Length != batch.Count)
        {
            throw new InvalidOperationException($"hub units issue-key printed {keys.Length} keys for {batch.Count} units.");
        }

        foreach (var (one, key) in batch.Zip(keys))
        {
            one.Value.SetResult(key);
        }
    }
}
