using System.Diagnostics;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Router.Routing;

namespace Hub.Benchmarks.Routing;

/// <summary>The rules alone: decisions with their explanations, by one thread, without a store or a bus.</summary>
internal sealed class RoutingBench(int repetitions, TimeSpan each)
{
    private const int WarmUps = 1;

    public Table Run()
    {
        var engine = RoutedUnits.Engine();
        var facts = Enumerable.Range(0, Samples.Routable.Count).Select(number => RoutedUnits.Facts(Samples.Text(Samples.Opening(number), number, 0))).ToList();
        List<(double PerSecond, double Bytes)> rounds = [];
        for (var repetition = 1 - WarmUps; repetition <= repetitions; repetition++)
        {
            var round = Repeat(engine, facts);
            if (repetition > 0)
            {
                rounds.Add(round);
            }
        }

        return new Table(
            $"Rules alone: decisions with explanation in one thread, {repetitions} repetitions; median (smallest-largest)",
            ["", "H, the hub"],
            [
                ["decisions/s", new Series([.. rounds.Select(round => round.PerSecond)]).Text("0")],
                ["allocated for a decision, KB", new Series([.. rounds.Select(round => round.Bytes / 1000)]).Text("0.0")],
            ]);
    }

    private (double PerSecond, double Bytes) Repeat(RoutingEngine engine, IReadOnlyList<ReportFacts> facts)
    {
        var (decided, allocated, started) = (0, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(started) < each)
        {
            foreach (var report in facts)
            {
                // A decision that changed under load would be another one than the load is made for.
                if (engine.Decide(report).Outcome is not RoutingOutcome.Assigned)
                {
                    throw new InvalidOperationException("A sample of the load was not assigned to a unit.");
                }

                decided++;
            }
        }

        return (decided / Stopwatch.GetElapsedTime(started).TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / decided);
    }
}
