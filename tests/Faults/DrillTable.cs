using System.Globalization;
using System.Text.Json;
using Hub.Faults.Check;

namespace Hub.Faults;

/// <summary>The outcome for a person, and its last line for a program.</summary>
internal static class DrillTable
{
    private const int MostShown = 30;
    private const int MostListed = 100;

    private static readonly string[] Rules = ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "L1", "L2", "L3", "L4", "L5", "L6"];

    private static readonly Dictionary<string, string> Meaning = new()
    {
        ["S1"] = "accepted means placed once",
        ["S2"] = "nothing invented",
        ["S3"] = "unit replies kept",
        ["S4"] = "statuses once in effect, in order",
        ["S5"] = "same content decided the same",
        ["S6"] = "no identity outside the vault",
        ["S7"] = "no unit reads another's reports",
        ["S8"] = "anonymous stays anonymous",
        ["S9"] = "history complete",
        ["S10"] = "forged webhooks change nothing",
        ["L1"] = "placed and told in time after the last fault",
        ["L2"] = "health leaves and returns in time",
        ["L3"] = "each queue has its reader",
        ["L4"] = "no stuck row",
        ["L5"] = "memory, handles, threads return",
        ["L6"] = "webhooks answer while the database is up",
    };

    public static void Print(DrillVerdict verdict, TextWriter output, string? folder)
    {
        var options = verdict.Options;
        output.WriteLine();
        Line(output, $"Drill of the {(options.Embedded ? "embedded" : "production")} shape, seed {options.Seed}, {options.Minutes:0.##} minutes at {options.Rate:0.#} reports/s, {Environment.ProcessorCount} processors");
        Line(output, $"  accepted {verdict.Accepted} ({verdict.Accepted / Math.Max(1, verdict.LoadSeconds):0.0}/s over the run), settled {verdict.SettledSeconds:0.0} s after the load");
        Line(output, $"  faults {verdict.Real.Count} of them kills {verdict.Kills}, skipped {verdict.Faults.Count - verdict.Real.Count}, pairs at the same time {verdict.Pairs}");
        foreach (var kind in verdict.Real.CountBy(fault => $"{fault.Plan.Kind} {fault.Plan.Target} {fault.Plan.Variant}").OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            Line(output, $"    {kind.Value,5} x {kind.Key}");
        }

        output.WriteLine("  webhooks                                    answered   failed   p50 ms   p99 ms");
        foreach (var figures in verdict.Latencies)
        {
            Line(output, $"    {figures.When,-41}{figures.Answered,10}{figures.Failed,9}{figures.Median,9:0.0}{figures.Slow,9:0.0}");
        }

        output.WriteLine("  recovery                                       times    p50 s    p99 s  worst s");
        foreach (var figures in verdict.Recoveries)
        {
            Line(output, $"    {figures.What,-41}{figures.Times,10}{figures.Median,9:0.0}{figures.Slow,9:0.0}{figures.Worst,9:0.0}");
        }

        foreach (var note in verdict.Notes)
        {
            Line(output, $"  {note}");
        }

        Verdicts(verdict, output);
        if (folder is not null)
        {
            Line(output, $"  Ledgers, logs and time-line are in {folder}");
        }

        output.WriteLine(Json(verdict));
    }

    /// <summary>The line of the issue.</summary>
    internal static string Json(DrillVerdict verdict) => JsonSerializer.Serialize(new
    {
        seed = verdict.Options.Seed,
        accepted = verdict.Accepted,
        faults = verdict.Real.Count,
        kills = verdict.Kills,
        lost = verdict.Of(Harm.Lost),
        doubled = verdict.Of(Harm.Doubled),
        inversions = verdict.Of(Harm.Inversion),
        pii_leaks = verdict.Of(Harm.Leak),
        violations = verdict.Few(MostListed).Select(violation => $"{violation.Rule}: {violation.Text}"),
    });

    private static void Verdicts(DrillVerdict verdict, TextWriter output)
    {
        foreach (var rule in Rules)
        {
            var broken = verdict.Violations.Count(violation => violation.Rule == rule);
            var word = broken > 0 ? $"BROKEN {broken} times" : verdict.Judged.Contains(rule) ? "holds" : "not judged";
            Line(output, $"  {rule,-4}{Meaning[rule],-48}{word}");
        }

        foreach (var violation in verdict.Few(MostShown))
        {
            Line(output, $"    {violation.Rule}: {violation.Text}");
        }

        if (verdict.Violations.Count > MostShown)
        {
            Line(output, $"    and {verdict.Violations.Count - MostShown} more");
        }
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
