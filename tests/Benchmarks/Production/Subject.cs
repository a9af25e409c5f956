using System.Diagnostics;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Production;

/// <summary>Something that takes reports by webhook and brings each to its unit's queue: the hub, or what it is compared with.</summary>
internal sealed class Subject(string name, ChildProgram program, Parts parts) : IAsyncDisposable
{
    /// <summary>More are written while they are sent.</summary>
    private const int MostPrepared = 50_000;

    private static readonly TimeSpan LongestArrival = TimeSpan.FromSeconds(180);

    private readonly Stack<IAsyncDisposable> owned = new();
    public string Name => name;

    public ChildProgram Program => program;

    /// <summary>Number of the next report.</summary>
    public int Next { get; set; } = 1;

    public required Uri Address { get; init; }

    public required Arrivals Arrivals { get; init; }

    /// <summary>Requests of so many reports from this number on.</summary>
    public required Func<int, int, IReadOnlyList<byte[]>> Write { get; init; }

    /// <summary>Ended with it, the last one first.</summary>
    public Subject With(params IEnumerable<IAsyncDisposable> items)
    {
        foreach (var item in items)
        {
            owned.Push(item);
        }

        return this;
    }

    /// <summary>As many as it takes: from the first request until the last accepted report has come to its unit.</summary>
    public async Task<Round> SaturateAsync(int reports, TimeSpan longestSend, CancellationToken cancellationToken)
    {
        var requests = Take(reports).Requests;
        var (arrived, twice) = (Arrivals.Count, Arrivals.Twice);
        GC.Collect();
        var allocated = await program.AllocatedAsync(cancellationToken);
        var meter = new Meter(parts);
        var load = await new WebhookLoad(Address).RunAsync(requests, longestSend, cancellationToken);
        var whole = await Arrivals.ReachAsync(arrived + load.Accepted, LongestArrival, cancellationToken);
        var spent = meter.Stop();
        var answers = load.Answers;
        var done = Arrivals.Count - arrived;
        return new Round(done, done / Stopwatch.GetElapsedTime(meter.Started, Arrivals.Last).TotalSeconds, spent)
        {
            AcceptedPerSecond = load.Accepted / load.Seconds,
            AnswerMedian = answers.Percentile(0.5),
            AnswerSlow = answers.Percentile(0.99),
            AllocatedPerReport = (await program.AllocatedAsync(cancellationToken) - allocated) / done,
            Megabytes = program.Megabytes,
            Refused = load.Refused,
            Missing = whole ? 0 : load.Accepted - done,
            Twice = Arrivals.Twice - twice,
        };
    }

    /// <summary>Each at its own time, whatever the hub does.</summary>
    public async Task<PacedRound> PaceAsync(Pace pace, CancellationToken cancellationToken)
    {
        var first = Next;
        IReadOnlyList<byte[]> requests = pace.Total > MostPrepared ? new LazyRequests(first, pace.Total, Write) : Write(first, pace.Total);
        Next += pace.Total;
        var (arrived, twice) = (Arrivals.Count, Arrivals.Twice);
        GC.Collect();
        var meter = new Meter(parts);
        var load = await new WebhookLoad(Address).RunAsync(requests, pace, cancellationToken);
        await Arrivals.ReachAsync(arrived + load.Accepted, LongestArrival, cancellationToken);
        var spent = meter.Stop();
        var ways = new List<(double At, double Took)>(requests.Count);
        for (var index = 0; index < requests.Count; index++)
        {
            if (load.IsAccepted(index) && Arrivals.MomentOf(first + index) is { } moment)
            {
                var due = load.DueAt(index);
                ways.Add((Stopwatch.GetElapsedTime(load.Started, due).TotalSeconds, Stopwatch.GetElapsedTime(due, moment).TotalMilliseconds));
            }
        }

        return new PacedRound(ways, load, spent) { Missing = load.Accepted - ways.Count, Twice = Arrivals.Twice - twice };
    }

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var item))
        {
            await item.DisposeAsync();
        }

        await program.DisposeAsync();
    }

    private (int First, IReadOnlyList<byte[]> Requests) Take(int count)
    {
        var first = Next;
        Next += count;
        return (first, Write(first, count));
    }
}

/// <summary>One repetition at saturation.</summary>
/// <param name="PerSecond">Reports that came to their unit.</param>
internal sealed record Round(int Reports, double PerSecond, Spent Spent)
{
    public required double AcceptedPerSecond { get; init; }

    public required double AnswerMedian { get; init; }

    public required double AnswerSlow { get; init; }

    public required double AllocatedPerReport { get; init; }

    public required double Megabytes { get; init; }

    public int Refused { get; init; }

    /// <summary>Accepted, and not come in time.</summary>
    public int Missing { get; init; }

    public int Twice { get; init; }

    public double CpuPerTenThousand => Spent.Work / Reports * 10_000;

    public double Per(double seconds) => seconds / Reports * 10_000;
}

/// <summary>One repetition of an open loop.</summary>
/// <param name="Ways">When each report fell due, in seconds from the beginning, and the milliseconds until it was with its unit.</param>
internal sealed record PacedRound(IReadOnlyList<(double At, double Took)> Ways, LoadFigures Load, Spent Spent)
{
    public int Missing { get; init; }

    public int Twice { get; init; }

    public double Percentile(double share) => Percentile(share, 0, double.PositiveInfinity);

    /// <summary>Of those that fell due in this part of the run.</summary>
    public double Percentile(double share, double from, double to) =>
        Ways.Where(way => way.At >= from && way.At < to).Select(way => way.Took).Order().ToList().Percentile(share);
}
