namespace Hub.Simulators.Units;

/// <summary>How long a person at a unit takes for one step; nothing in a check.</summary>
internal sealed class UnitPace(TimeProvider clock, TimeSpan longest, int seed)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public Task WorkAsync(CancellationToken cancellationToken)
    {
        if (longest <= TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        lock (gate)
        {
            return Task.Delay(longest * random.NextDouble(), clock, cancellationToken);
        }
    }
}
