namespace Hub.Router.Persistence;

/// <summary>
/// Lets so many writers in at once. A channel that waits for its answer goes ahead of the hub's own work, each time of one
/// that waits: it is held up by one transaction and holds up nobody for ever.
/// </summary>
internal sealed class WriterGate(int places)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> ahead = new();
    private readonly Queue<TaskCompletionSource> others = new();
    private int free = places;
    private bool wasAhead;

    public async Task EnterAsync(bool goesAhead, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (goesAhead ? ahead : others).Enqueue(turn);
        }

        // Who gives up leaves an empty place in the queue; who gets his turn in that moment has it.
        await using var giving = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    public void Leave()
    {
        lock (gate)
        {
            while (Next() is { } turn)
            {
                if (turn.TrySetResult())
                {
                    return;
                }
            }

            free++;
        }
    }

    private TaskCompletionSource? Next()
    {
        wasAhead = ahead.Count > 0 && !(wasAhead && others.Count > 0);
        return (wasAhead ? ahead : others).TryDequeue(out var turn) ? turn : null;
    }
}
