namespace Hub.Faults.Units;

/// <summary>Of the units with a webhook one is slow all the time, and one hangs for a fifth of the load; neither may cost the others anything (L6).</summary>
internal sealed class BadUnits(TimeSpan load, TimeProvider clock)
{
    private const string Slow = "PU-CK";
    private const string Dead = "PU-BPJT";

    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(600);

    /// <summary>Longer than the hub waits.</summary>
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(12);

    private readonly long started = clock.GetTimestamp();

    private bool IsDeadTime => clock.GetElapsedTime(started) is var since && since > load * 0.3 && since < load * 0.5;

    /// <summary>Lets a delivery by webhook take as long as it takes at this unit.</summary>
    /// <exception cref="IOException">The unit takes nothing.</exception>
    public async Task HinderAsync(string unit, CancellationToken cancellationToken)
    {
        if (unit is Slow)
        {
            await Task.Delay(Thinking, clock, cancellationToken);
        }
        else if (unit is Dead && IsDeadTime)
        {
            await Task.Delay(Hanging, clock, cancellationToken);
            throw new IOException($"{unit} is away.");
        }
    }
}
