using System.Collections.Concurrent;

namespace Hub.Determinism.Tests.Rig;

/// <summary>Keeps what a background loop does next until its owner lets it; so a loop moves only when a test wants it to.</summary>
internal sealed class OwnThread : SynchronizationContext, IDisposable
{
    private readonly ConcurrentQueue<(SendOrPostCallback Work, object? State)> posted = [];
    private readonly SemaphoreSlim signal = new(0);

    public override void Post(SendOrPostCallback d, object? state)
    {
        posted.Enqueue((d, state));
        signal.Release();
    }

    /// <summary>Starts a loop that will come back here whenever it goes on.</summary>
    public Task Start(Func<Task> loop)
    {
        var running = Task.CompletedTask;
        Within(() => running = loop());
        return running;
    }

    /// <summary>Lets the loop go on until the condition holds; it must be one that the loop itself brings about.</summary>
    public async Task RunUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await signal.WaitAsync();
            RunPosted();
        }
    }

    public void Dispose() => signal.Dispose();

    private void RunPosted()
    {
        while (posted.TryDequeue(out var next))
        {
            Within(() => next.Work(next.State));
        }
    }

    private void Within(Action work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            work();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
