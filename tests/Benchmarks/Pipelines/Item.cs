namespace Hub.Benchmarks.Pipelines;

/// <summary>One report on its way through a lean pipeline.</summary>
internal sealed record Item(Guid Id, int Unit, byte[] Body)
{
    /// <summary>Of the message that carries it.</summary>
    public ulong Tag { get; init; }

    /// <summary>Ends when it is durable.</summary>
    public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
