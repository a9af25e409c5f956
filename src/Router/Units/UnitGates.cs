using System.Collections.Concurrent;
using Hub.Router.Outbox;

namespace Hub.Router.Units;

/// <summary>Keeps a slow or dead webhook of one unit from costing the others: few calls at once to each, and to one that fails again and again a probe now and then.</summary>
internal sealed class UnitGates(TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, UnitGate> gates = new(StringComparer.Ordinal);

    public UnitGate Of(string unit) => gates.GetOrAdd(unit, _ => new UnitGate(clock));

    public void Dispose()
    {
        foreach (var gate in gates.Values)
        {
            gate.Dispose();
        }
    }
}

/// <summary>The way to one unit's webhook.</summary>
internal sealed class UnitGate(TimeProvider clock) : IDisposable
{
    public const int AtOnce = 8;

    /// <summary>So many in a row without an answer, and the unit is away.</summary>
    public const int FailuresToShut = 3;

    /// <summary>A quick unit frees a place within this; for a slow one the sweep comes again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly Lock gate = new();
    private int failures;
    private int probes;
    private DateTimeOffset probeAt;

    /// <summary>Whether a call may go now, if there is a place.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate)
            {
                return failures < FailuresToShut || clock.GetUtcNow() >= probeAt;
            }
        }
    }

    /// <returns>False when the delivery is to wait for the sweep; else <see cref="Leave"/> must follow.</returns>
    public async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen || !await places.WaitAsync(Patience, cancellationToken))
        {
            return false;
        }

        lock (gate)
        {
            if (failures < FailuresToShut)
            {
                return true;
            }

            if (clock.GetUtcNow() >= probeAt)
            {
                probeAt = clock.GetUtcNow() + Backoff.After(++probes, FirstPause, LongestPause);
                return true;
            }
        }

        places.Release();
        return false;
    }

    public void Dispose() => places.Dispose();

    /// <param name="answered">The unit's server said anything at all.</param>
    public void Leave(bool answered)
    {
        lock (gate)
        {
            failures = answered ? 0 : failures + 1;
            if (failures == FailuresToShut)
            {
                (probes, probeAt) = (0, clock.GetUtcNow() + Backoff.After(0, FirstPause, LongestPause));
            }
        }

        places.Release();
    }
}
