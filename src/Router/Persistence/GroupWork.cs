namespace Hub.Router.Persistence;

/// <summary>
/// Many callers, one transaction: whoever finds nobody at work does the work of all who wait by then, and what came meanwhile is
/// the next group. Nobody waits for a timer. A group that fails is done again one by one, so that a bad one fails alone.
/// </summary>
internal sealed class GroupWork<TAsk, TAnswer>(
    int most, Func<IReadOnlyList<TAsk>, CancellationToken, Task<IReadOnlyList<TAnswer>>> work, Func<Exception, bool> isOutage)
{
    private readonly Lock gate = new();
    private readonly Queue<Waiting> queue = new();
    private bool busy;

    /// <param name="cancellationToken">Ends the waiting; what is begun is done to its end.</param>
    public async Task<TAnswer> AskAsync(TAsk ask, CancellationToken cancellationToken)
    {
        var mine = new Waiting(ask);
        bool leads;
        lock (gate)
        {
            queue.Enqueue(mine);
            leads = !busy;
            busy = true;
        }

        if (leads)
        {
            await LeadAsync();
        }

        return await mine.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>One group in the time of this caller; the next ones are led by nobody's time.</summary>
    private async Task LeadAsync()
    {
        if (Take() is { Count: > 0 } group)
        {
            await AnswerAsync(group);
        }

        if (Continues())
        {
            _ = Task.Run(LeadAsync);
        }
    }

    private List<Waiting> Take()
    {
        lock (gate)
        {
            var group = new List<Waiting>(Math.Min(most, queue.Count));
            while (group.Count < most && queue.TryDequeue(out var next))
            {
                group.Add(next);
            }

            return group;
        }
    }

    private bool Continues()
    {
        lock (gate)
        {
            return busy = queue.Count > 0;
        }
    }

    private async Task AnswerAsync(IReadOnlyList<Waiting> group)
    {
        try
        {
            var answers = await work([.. group.Select(waiting => waiting.Ask)], CancellationToken.None);
            for (var index = 0; index < group.Count; index++)
            {
                group[index].Answer.TrySetResult(answers[index]);
            }
        }
        catch (Exception fault) when (group.Count > 1 && !isOutage(fault))
        {
            foreach (var waiting in group)
            {
                await AnswerAsync([waiting]);
            }
        }
        catch (Exception fault)
        {
            foreach (var waiting in group)
            {
                waiting.Answer.TrySetException(fault);
            }
        }
    }

    private sealed record Waiting(TAsk Ask)
    {
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
