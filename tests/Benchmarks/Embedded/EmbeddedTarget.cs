using System.Diagnostics;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Embedded;

/// <summary>A program without servers under load: the embedded hub, or its floor.</summary>
/// <param name="Settled">How many reports in all need nothing any more.</param>
internal sealed record EmbeddedTarget(string Name, ChildProgram Program, Uri Address, Func<int, int, IReadOnlyList<byte[]>> Write, Func<CancellationToken, Task<int>> Settled)
{
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestRouting = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public async Task<EmbeddedRound> RepeatAsync((int First, int Count) range, CancellationToken cancellationToken)
    {
        var requests = Write(range.First, range.Count);
        GC.Collect();
        var settled = await Settled(cancellationToken);
        var allocated = await Program.AllocatedAsync(cancellationToken);
        var meter = new Meter(new Parts(Program.Id, null, null));
        var load = await new WebhookLoad(Address).RunAsync(requests, LongestSend, cancellationToken);
        var routed = await RoutedAsync(settled + load.Accepted, meter.Started, cancellationToken);
        var spent = meter.Stop();
        var answers = load.Answers;
        return new EmbeddedRound(load.Accepted, load.Refused, load.Seconds, routed, spent)
        {
            AnswerMedian = answers.Percentile(0.5),
            AnswerSlow = answers.Percentile(0.99),
            AllocatedPerReport = (await Program.AllocatedAsync(cancellationToken) - allocated) / load.Accepted,
            Megabytes = Program.Megabytes,
        };
    }

    private async Task<double> RoutedAsync(int wanted, long started, CancellationToken cancellationToken)
    {
        while (await Settled(cancellationToken) < wanted)
        {
            if (Stopwatch.GetElapsedTime(started) > LongestSend + LongestRouting)
            {
                return double.NaN;
            }

            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
