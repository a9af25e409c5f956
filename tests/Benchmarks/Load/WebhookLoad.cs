using System.Diagnostics;
using System.Threading.Channels;

namespace Hub.Benchmarks.Load;

/// <summary>Sends prepared webhooks over 64 connections: as fast as they are answered, or each at its own time whatever the hub does.</summary>
internal sealed class WebhookLoad(Uri hub)
{
    public const int Connections = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Closed loop: on each connection the next as soon as the last is answered, until all are sent or the time is over.</summary>
    public Task<LoadFigures> RunAsync(IReadOnlyList<byte[]> requests, TimeSpan longest, CancellationToken cancellationToken)
    {
        var figures = new LoadFigures(requests.Count);
        var next = -1;
        return RunAsync(figures, requests, Next, cancellationToken);

        ValueTask<(int Index, long Due)> Next() => ValueTask.FromResult(
            Interlocked.Increment(ref next) is var index && index < requests.Count && figures.Elapsed < longest ? (index, Stopwatch.GetTimestamp()) : (-1, 0L));
    }

    /// <summary>Open loop: a request counts from the moment it fell due, whether or not a connection was free.</summary>
    public async Task<LoadFigures> RunAsync(IReadOnlyList<byte[]> requests, Pace pace, CancellationToken cancellationToken)
    {
        var figures = new LoadFigures(requests.Count);
        var due = Channel.CreateUnbounded<(int Index, long Due)>(new UnboundedChannelOptions { SingleWriter = true });
        var pacing = PaceAsync(due.Writer, pace, (figures, requests.Count), cancellationToken);
        await RunAsync(figures, requests, NextAsync, cancellationToken);
        await pacing;
        return figures;

        async ValueTask<(int Index, long Due)> NextAsync()
        {
            (int Index, long Due) item;
            while (!due.Reader.TryRead(out item))
            {
                if (!await due.Reader.WaitToReadAsync(cancellationToken))
                {
                    return (-1, 0);
                }
            }

            return item;
        }
    }

    private static async Task PaceAsync(ChannelWriter<(int Index, long Due)> due, Pace pace, (LoadFigures Figures, int Count) load, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            for (var given = 0; given < load.Count && await timer.WaitForNextTickAsync(cancellationToken);)
            {
                for (var wanted = Math.Min(load.Count, pace.DueAfter(load.Figures.Elapsed.TotalSeconds)); given < wanted; given++)
                {
                    due.TryWrite((given, Stopwatch.GetTimestamp()));
                }
            }
        }
        finally
        {
            due.Complete();
        }
    }

    /// <summary>A hub that holds a request for ever has not taken it.</summary>
    private static async Task<int> PostAsync(Connection connection, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.PostAsync(request, cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            connection.Dispose();
            return 0;
        }
    }

    private async Task<LoadFigures> RunAsync(
        LoadFigures figures, IReadOnlyList<byte[]> requests, Func<ValueTask<(int Index, long Due)>> next, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(SendAsync, cancellationToken)));
        figures.End();
        return figures;

        async Task SendAsync()
        {
            using var connection = new Connection(hub);
            for (var (index, due) = await next(); index >= 0; (index, due) = await next())
            {
                figures.Begin(index, due);
                figures.Note(index, await PostAsync(connection, requests[index], cancellationToken));
            }
        }
    }
}

/// <summary>When each request fell due, when it was answered and how.</summary>
internal sealed class LoadFigures(int count)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly long[] due = new long[count];
    private readonly float[] answered = new float[count];
    private readonly short[] statuses = new short[count];

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    public long Started => started;

    public double Seconds { get; private set; }

    /// <summary>Answered 2xx, so durable.</summary>
    public int Accepted => statuses.Count(status => status is >= 200 and < 300);

    public int Sent => due.Count(moment => moment > 0);

    /// <summary>Answered otherwise, or not at all.</summary>
    public int Refused => Sent - Accepted;

    public void Begin(int index, long moment) => due[index] = moment;

    public void Note(int index, int status)
    {
        answered[index] = (float)Stopwatch.GetElapsedTime(due[index]).TotalMilliseconds;
        statuses[index] = (short)status;
    }

    public void End() => Seconds = Elapsed.TotalSeconds;

    public bool IsAccepted(int index) => statuses[index] is >= 200 and < 300;

    public long DueAt(int index) => due[index];

    /// <summary>Milliseconds of the accepted ones, ascending.</summary>
    public IReadOnlyList<double> Answers => [.. Enumerable.Range(0, count).Where(IsAccepted).Select(index => (double)answered[index]).Order()];

    /// <summary>When each accepted request fell due, in seconds from the beginning, and the milliseconds until its answer.</summary>
    public IReadOnlyList<(double At, double Took)> Taken => [.. Enumerable.Range(0, count).Where(IsAccepted).Select(index => (SecondsAt(index), (double)answered[index]))];

    private double SecondsAt(int index) => Stopwatch.GetElapsedTime(started, due[index]).TotalSeconds;
}
