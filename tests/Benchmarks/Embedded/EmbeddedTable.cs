using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Embedded;

/// <summary>The figures of the embedded shape, F1 beside H.</summary>
internal static class EmbeddedTable
{
    public static Table Of(EmbeddedFigures figures) => new(
        $"Embedded shape: one SQLite file, webhooks of 1.2 KB over {WebhookLoad.Connections} connections, {figures.Hub.Count} repetitions; median (smallest-largest)",
        ["", "F1, channels and SQLite", "H, the hub"],
        [
            Row(figures, "reports/s, webhook to decision", round => round.RoutedPerSecond, "0"),
            Row(figures, "webhooks/s, answered when durable", round => round.AcceptedPerSecond, "0"),
            Row(figures, "webhook answer p50, ms", round => round.AnswerMedian, "0.0"),
            Row(figures, "webhook answer p99, ms", round => round.AnswerSlow, "0.0"),
            Row(figures, "CPU s for 10,000", round => round.CpuPerTenThousand, "0.00"),
            Row(figures, "allocated for a report, KB", round => round.AllocatedPerReport / 1000, "0.0"),
            Row(figures, "resident under load, MB", round => round.Megabytes, "0"),
            Row(figures, "machine taken by others, %", round => round.Spent.OthersShare * 100, "0"),
            ["start to first ready on a new store, ms", "", figures.StartMilliseconds.Text("0")],
            ["resident when idle, MB", "", figures.IdleMegabytes.Text("0")],
            ["reports/s, H over F1 (>= 0.4 wanted)", "1", figures.OverFloor.Text("0.000")],
        ])
    {
        Notes = [.. Notes(figures)],
    };

    private static IEnumerable<string> Notes(EmbeddedFigures figures)
    {
        var all = figures.Hub.Concat(figures.Floor).ToList();
        if (all.Sum(round => round.Refused) is > 0 and var refused)
        {
            yield return $"{refused} webhooks were not accepted; the rates count the accepted ones only.";
        }

        if (all.Exists(round => double.IsNaN(round.RoutedSeconds)))
        {
            yield return "In at least one repetition not all accepted reports were decided in time; those figures are missing.";
        }

        if (all.Count(round => round.Spent.IsDisturbed) is > 0 and var disturbed)
        {
            yield return $"In {disturbed} of {all.Count} repetitions others took more than a fifth of the machine: trust the ratios, not the rates.";
        }
    }

    private static IReadOnlyList<string> Row(EmbeddedFigures figures, string what, Func<EmbeddedRound, double> figure, string format) =>
        [what, EmbeddedFigures.Of(figures.Floor, figure).Text(format), EmbeddedFigures.Of(figures.Hub, figure).Text(format)];
}
