using System.Globalization;

namespace Hub.Benchmarks.Embedded;

/// <summary>The figures for a person: each as a median, with the smallest and the largest.</summary>
internal static class EmbeddedTable
{
    private const double Disturbed = 0.20;

    public static void Print(EmbeddedFigures figures, EmbeddedSize size)
    {
        var repetitions = figures.Repetitions;
        Console.WriteLine();
        Console.WriteLine($"Embedded hub, {repetitions.Count} repetitions of up to {size.Reports} reports over {WebhookLoad.Connections} connections after the warm-up; median (smallest to largest)");
        Line("accepted, durable", "reports/s", repetitions.Select(each => each.AcceptedPerSecond), "0");
        Line("routed, from first webhook to last decision", "reports/s", repetitions.Select(each => each.RoutedPerSecond), "0");
        Line("time until all are routed", "s", repetitions.Select(each => each.RoutedSeconds), "0.00");
        Line("time until every citizen is told", "s", repetitions.Select(each => each.ToldSeconds), "0.00");
        Line("webhook answer, p50", "ms", repetitions.Select(each => each.MedianAnswer), "0.0");
        Line("webhook answer, p99", "ms", repetitions.Select(each => each.SlowAnswer), "0.0");
        Line("hub CPU for 10,000 reports, until routed", "s", repetitions.Select(each => each.CpuPerTenThousand), "0.00");
        Line("resident under load", "MB", repetitions.Select(each => each.LoadedMegabytes), "0");
        Line("resident when idle, after the start", "MB", figures.Starts.Select(start => start.IdleMegabytes), "0");
        Line("start to first ready, new store", "ms", figures.Starts.Select(start => start.Milliseconds), "0");
        Line("bare SQLite, WAL FULL, 256 rows a commit", "rows/s", repetitions.Select(each => each.RawRowsPerSecond), "0");
        Line("accepted over bare SQLite", "ratio", repetitions.Select(each => each.AcceptedPerSecond / each.RawRowsPerSecond), "0.0000");
        Line("routed over bare SQLite", "ratio", repetitions.Select(each => each.RoutedPerSecond / each.RawRowsPerSecond), "0.0000");
        Line("machine taken by others", "%", repetitions.Select(each => each.OthersShare * 100), "0");
        Warn(repetitions);
        Console.WriteLine();
    }

    private static void Warn(IReadOnlyList<Repetition> repetitions)
    {
        if (repetitions.Sum(each => each.Refused) is > 0 and var refused)
        {
            Console.WriteLine($"  {refused} webhooks were not accepted; the rates count the accepted ones only.");
        }

        if (repetitions.Any(each => double.IsNaN(each.RoutedSeconds)))
        {
            Console.WriteLine("  In at least one repetition not all accepted reports were routed in time; those figures are missing.");
        }

        if (repetitions.Count(each => each.OthersShare > Disturbed) is > 0 and var disturbed)
        {
            Console.WriteLine($"  In {disturbed} of {repetitions.Count} repetitions others took more than a fifth of the machine: trust the ratios, not the rates.");
        }
    }

    private static void Line(string what, string unit, IEnumerable<double> values, string format)
    {
        var all = values.ToList();
        Console.WriteLine($"  {what,-46}{Text(all.Median()),10} {unit,-10} ({Text(all.Min())} to {Text(all.Max())})");

        string Text(double value) => double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
    }
}
