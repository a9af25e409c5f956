namespace Hub.Simulators.Demo;

/// <summary>Asks the hub's command line for unit keys, a few at a time.</summary>
internal sealed class UnitKeys(HubProcess hub) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(2, 2);

    public async Task<string> IssueAsync(string unit, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var printed = await hub.RunAsync(["units", "issue-key", unit], cancellationToken);
            return printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [.., var key]
                ? key
                : throw new InvalidOperationException($"hub units issue-key {unit} printed nothing.");
        }
        finally
        {
            turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        return ValueTask.CompletedTask;
    }
}
