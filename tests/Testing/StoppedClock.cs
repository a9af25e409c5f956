namespace Hub.Testing;

/// <summary>A clock that stands still until a test moves it. Timers fire when their time is passed.</summary>
public sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<StoppedTimer> timers = [];
    private DateTimeOffset now = now;

    /// <summary>Waits up to this long, such as the pause between two attempts, pass by themselves at once.</summary>
    public TimeSpan PassesAtOnce { get; init; } = TimeSpan.FromTicks(-1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    /// <summary>How many sleep until this clock moves.</summary>
    public int Sleepers
    {
        get
        {
            lock (gate)
            {
                return timers.Count(timer => timer.Due != DateTimeOffset.MaxValue);
            }
        }
    }

    public void Advance(TimeSpan by)
    {
        List<StoppedTimer> due;
        lock (gate)
        {
            now += by;
            due = [.. timers.Where(timer => timer.Due <= now)];
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StoppedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class StoppedTimer(StoppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isShort = dueTime >= TimeSpan.Zero && dueTime <= clock.PassesAtOnce;
            lock (clock.gate)
            {
                this.period = period;
                Due = dueTime < TimeSpan.Zero || isShort ? DateTimeOffset.MaxValue : clock.now + dueTime;
                clock.timers.Remove(this);
                clock.timers.Add(this);
            }

            if (isShort)
            {
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }
            else if (dueTime == TimeSpan.Zero)
            {
                Fire();
            }

            return true;
        }

        public void Fire()
        {
            Due = period > TimeSpan.Zero ? clock.now + period : DateTimeOffset.MaxValue;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
