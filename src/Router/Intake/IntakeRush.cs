namespace Hub.Router.Intake;

/// <summary>
/// Whether channels push faster than one by one. What they push is durable before they are answered, and what is durable can be
/// read later: in a rush the reader leaves processor and store to the answers, though never for long.
/// </summary>
internal sealed class IntakeRush(TimeProvider clock)
{
    /// <summary>In one commit; a channel that pushes now and then never gets there.</summary>
    private const int Many = 16;

    /// <summary>So long after the last of them the reader may go on.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(10);

    /// <summary>So long the reader waits at most for each of its batches; a rush of hours is read all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private long lastRush = long.MinValue;

    /// <summary>So many bodies are committed together.</summary>
    public void Saw(int bodies)
    {
        if (bodies >= Many)
        {
            Volatile.Write(ref lastRush, clock.GetTimestamp());
        }
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (IsOn && clock.GetElapsedTime(since) < Patience)
        {
            await Task.Delay(Breath, clock, cancellationToken);
        }
    }

    private bool IsOn => Volatile.Read(ref lastRush) is var last and not long.MinValue && clock.GetElapsedTime(last) < Breath;
}
