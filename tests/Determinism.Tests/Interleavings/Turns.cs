namespace Hub.Determinism.Tests.Interleavings;

/// <summary>Two workers of whom one moves at a time; which one changes only at the numbered places of a plan.</summary>
internal sealed class Turns(int first, IReadOnlyList<int> switches)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource?[] parked = new TaskCompletionSource?[2];
    private readonly bool[] ended = new bool[2];
    private int current = first;

    /// <summary>Places passed so far: where another plan could switch.</summary>
    public int Places { get; private set; }

    public async Task RunAsync(Func<Task> one, Func<Task> other) => await Task.WhenAll(RunAsync(0, one), RunAsync(1, other));

    /// <summary>A worker comes by between two of its steps.</summary>
    public Task PassAsync(int worker)
    {
        lock (gate)
        {
            if (switches.Contains(Places++) && !ended[1 - worker])
            {
                GiveTo(1 - worker);
            }

            return Parked(worker);
        }
    }

    private async Task RunAsync(int worker, Func<Task> work)
    {
        await Task.Yield();
        await Mine(worker);
        try
        {
            await work();
        }
        finally
        {
            lock (gate)
            {
                ended[worker] = true;
                GiveTo(1 - worker);
            }
        }
    }

    private Task Mine(int worker)
    {
        lock (gate)
        {
            return Parked(worker);
        }
    }

    private Task Parked(int worker) => current == worker
        ? Task.CompletedTask
        : (parked[worker] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void GiveTo(int worker)
    {
        current = worker;
        parked[worker]?.TrySetResult();
        parked[worker] = null;
    }
}
