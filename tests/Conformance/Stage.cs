using System.Collections.Concurrent;
using Hub.Contracts.Channels;
using Hub.Testing;
using Microsoft.Extensions.Logging;

namespace Hub.Conformance;

/// <summary>What stands around a connector while the kit tries it: clock, inbox, wake-ups, log, and the gate to its channel.</summary>
public sealed class Stage(StoppedClock clock, Gate gate)
{
    /// <summary>A Thursday morning in Jakarta, inside every channel's hours.</summary>
    public static readonly DateTimeOffset Start = new(2026, 8, 20, 3, 15, 0, TimeSpan.Zero);

    /// <summary>Pauses between two attempts pass at once; what waits longer waits until the kit moves the clock.</summary>
    public static StoppedClock NewClock() => new(Start) { PassesAtOnce = TimeSpan.FromSeconds(3) };

    public StoppedClock Clock => clock;

    public Gate Gate => gate;

    public KitInbox Inbox { get; } = new();

    public KitLog Log { get; } = new();

    /// <summary>Reasons, codes and references that the connector gave; the rules about privacy read them.</summary>
    public ConcurrentQueue<string> Words { get; } = [];

    public T Heard<T>(T outcome)
    {
        Words.Enqueue($"{outcome}");
        return outcome;
    }
}

/// <summary>The hub's inbox and its ear for wake-ups.</summary>
public sealed class KitInbox : IChannelInbox, IPollSignal
{
    private readonly ConcurrentQueue<RawItem> items = [];
    private int wakeUps;

    /// <summary>What the store says next.</summary>
    public Stored Answer { get; set; } = Stored.Yes;

    public IReadOnlyList<RawItem> Items => [.. items];

    /// <summary>Bodies stored and wake-ups heard.</summary>
    public int Taken => items.Count + wakeUps;

    public async Task<Stored> StoreAsync(RawItem item, CancellationToken cancellationToken)
    {
        var answer = Answer;
        if (answer is Stored.Yes)
        {
            items.Enqueue(item);
        }

        // The answer is never there at once: a connector that does not wait for it is seen.
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return answer;
    }

    public void Wake(string channel) => Interlocked.Increment(ref wakeUps);
}

/// <summary>Every line of every level, with what an exception would print.</summary>
public sealed class KitLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = [];

    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
