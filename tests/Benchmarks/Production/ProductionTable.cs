using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Production;

/// <summary>The figures of the production shape, L and T beside H.</summary>
internal static class ProductionTable
{
    private const double Kilobyte = 1000;

    public static IReadOnlyList<Table> Of(ProductionFigures figures, ProductionSize size) => [Work(figures, size), Ratios(figures)];

    private static Table Work(ProductionFigures figures, ProductionSize size) => new(
        $"Production shape: PostgreSQL and RabbitMQ, webhooks of {size.Bytes / Kilobyte:0.#} KB over {WebhookLoad.Connections} connections, {size.Repetitions} repetitions; median (smallest-largest)",
        ["", "L, raw clients", "T, tutorial", "H, the hub"],
        [
            Row(figures, "reports/s, webhook to unit queue", round => round.PerSecond, "0"),
            Row(figures, "webhooks/s, answered when durable", round => round.AcceptedPerSecond, "0"),
            Row(figures, "webhook answer p50, ms", round => round.AnswerMedian, "0.0"),
            Row(figures, "webhook answer p99, ms", round => round.AnswerSlow, "0.0"),
            Row(figures, "CPU s for 10,000: all", round => round.CpuPerTenThousand, "0.00"),
            Row(figures, "CPU s for 10,000: program", round => round.Per(round.Spent.Hub), "0.00"),
            Row(figures, "CPU s for 10,000: broker", round => round.Per(round.Spent.Broker), "0.00"),
            Row(figures, "CPU s for 10,000: store", round => round.Per(round.Spent.Store), "0.00"),
            Row(figures, "allocated for a report, KB", round => round.AllocatedPerReport / Kilobyte, "0.0"),
            Row(figures, "resident under load, MB", round => round.Megabytes, "0"),
            Half(figures, "offered at half load, reports/s", shown => new Series(shown.Half.Count == 0 ? [] : [shown.OfferedPerSecond]), "0"),
            Half(figures, "end to end p50 at half load, ms", shown => shown.OfHalf(round => round.Percentile(0.5)), "0.0"),
            Half(figures, "end to end p99 at half load, ms", shown => shown.OfHalf(round => round.Percentile(0.99)), "0.0"),
            Row(figures, "machine taken by others, %", round => round.Spent.OthersShare * 100, "0"),
        ])
    {
        Notes = Notes(figures),
    };

    private static Table Ratios(ProductionFigures figures) => new(
        "Ratios, each repetition against its own neighbours",
        ["", "measured", "wanted"],
        [
            ["H over L, reports/s", figures.OverLean.Text("0.00"), ">= 0.5"],
            ["H over T, reports/s", figures.OverTutorial.Text("0.0"), ">= 7"],
            ["CPU of a report, H over L", figures.CpuOverLean.Text("0.0"), "<= 2"],
            ["allocated for a report, H over L", figures.AllocatedOverLean.Text("0.0"), "<= 8"],
            ["webhook with durable answer over signature alone", figures.WebhookOverSignature.Text("0.00"), ">= 0.33"],
            ["p50 at half load, H over L", HalfRatio(figures, 0.5).Text("0.0"), "<= 2"],
            ["p99 at half load, H over L", HalfRatio(figures, 0.99).Text("0.0"), "<= 3"],
            ["start to first ready, ms", figures.StartMilliseconds.Text("0"), "< 2000"],
            ["resident when idle, MB", figures.IdleMegabytes.Text("0"), "< 150"],
            ["signature check alone, webhooks/s", figures.SignaturePerSecond.Text("0"), ""],
        ]);

    private static Series HalfRatio(ProductionFigures figures, double share) =>
        figures.Hub.OfHalf(round => round.Percentile(share)).Over(figures.Lean.OfHalf(round => round.Percentile(share)));

    private static string[] Notes(ProductionFigures figures)
    {
        var disturbed = figures.Lean.Disturbed + figures.Tutorial.Disturbed + figures.Hub.Disturbed;
        var all = figures.Lean.Rounds.Count + figures.Tutorial.Rounds.Count + figures.Hub.Rounds.Count;
        return
        [
            .. disturbed == 0 ? (string[])[] : [$"In {disturbed} of {all} repetitions others took more than a fifth of the machine: trust the ratios, not the rates."],
            .. Faults("L", figures.Lean), .. Faults("T", figures.Tutorial), .. Faults("H", figures.Hub),
        ];
    }

    private static string[] Faults(string name, Shown shown) => shown.Faults == 0 ? [] :
    [
        $"{name}: {shown.Rounds.Sum(round => round.Refused) + shown.Half.Sum(round => round.Load.Refused)} webhooks were not accepted, "
        + $"{shown.Rounds.Sum(round => round.Missing) + shown.Half.Sum(round => round.Missing)} accepted reports did not come in time, "
        + $"{shown.Rounds.Sum(round => round.Twice) + shown.Half.Sum(round => round.Twice)} came twice.",
    ];

    private static IReadOnlyList<string> Row(ProductionFigures figures, string what, Func<Round, double> figure, string format) =>
        Half(figures, what, shown => shown.Of(figure), format);

    private static IReadOnlyList<string> Half(ProductionFigures figures, string what, Func<Shown, Series> series, string format) =>
        [what, series(figures.Lean).Text(format), series(figures.Tutorial).Text(format), series(figures.Hub).Text(format)];
}
