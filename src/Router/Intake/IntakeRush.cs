namespace Hub.Router.Intake;

/// <summary>
/// Whether channels push faster than bodies are gathered for a commit. What they push is durable before they are answered, and what is
/// durable can be read later: in a rush the reader leaves processor and store to the answers, though neither for long nor when it is far behind.
/// </summary>
internal sealed class IntakeRush(TimeProvider clock)
{
    /// <summary>Large commits one after the other; a single one only follows a moment in which nothing moved.</summary>
    private const int Row = 3;

    /// <summary>Unread bodies beyond which reading is as urgent as answering.</summary>
    private const int FarBehind = 8192;

    /// <summary>So long the reader waits for each of its batches; a rush of hours is read all the same.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private long lastRush = long.MinValue;
    private int large;

    /// <summary>So many bodies were committed together.</summary>
    public void Saw(int bodies)
    {
        large = bodies >= IntakeOptions.Handful ? large + 1 : 0;
        if (large >= Row)
        {
            Volatile.Write(ref lastRush, clock.GetTimestamp());
        }
    }

    /// <summary>For the reader, which has so many bodies before it.</summary>
    public Task WaitAsync(int unread, CancellationToken cancellationToken) =>
        unread < FarBehind && Volatile.Read(ref lastRush) is var last and not long.MinValue && Patience - clock.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero
            ? Task.Delay(rest, clock, cancellationToken)
            : Task.CompletedTask;
}
