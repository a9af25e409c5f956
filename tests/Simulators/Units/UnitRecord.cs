using System.Collections.Concurrent;

namespace Hub.Simulators.Units;

/// <summary>What all units did, kept by themselves: the outside half of what the check compares.</summary>
internal sealed class UnitRecord
{
    private readonly ConcurrentQueue<UnitAnswer> accepted = new();
    private readonly ConcurrentQueue<UnitAnswer> refused = new();
    private readonly ConcurrentDictionary<Guid, bool> returned = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> questions = new(StringComparer.Ordinal);

    /// <summary>Everything the hub took from a unit, in order.</summary>
    public IReadOnlyList<UnitAnswer> Accepted => [.. accepted];

    /// <summary>Everything the hub said no to.</summary>
    public IReadOnlyList<UnitAnswer> Refused => [.. refused];

    public void Note(UnitAnswer answer, bool taken) => (taken ? accepted : refused).Enqueue(answer);

    /// <summary>True once a report: no report goes round in circles.</summary>
    public bool MayReturn(Guid reportId) => returned.TryAdd(reportId, true);

    /// <summary>Ends when the citizen has answered this question.</summary>
    public Task AskedAsync(string question, CancellationToken cancellationToken) => Waiting(question).Task.WaitAsync(cancellationToken);

    public void CitizenAnswered(string question) => Waiting(question).TrySetResult();

    private TaskCompletionSource Waiting(string question) =>
        questions.GetOrAdd(question, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
