using System.Text.Json;
using Hub.Faults.Check;
using Hub.Faults.Nemesis;
using Hub.Faults.Tests.Check;

namespace Hub.Faults.Tests;

public sealed class DrillTableTests
{
    [Fact]
    public void The_last_line_counts_each_kind_of_harm()
    {
        var verdict = Verdict(
            new Violation("S1", Harm.Lost, "hilang"), new Violation("S3", Harm.Lost, "hilang lagi"), new Violation("S4", Harm.Doubled, "dua kali"),
            new Violation("S4", Harm.Inversion, "terbalik"), new Violation("S6", Harm.Leak, "bocor"), new Violation("L1", Harm.Other, "lambat"));
        using var output = new StringWriter();
        DrillTable.Print(verdict, output, "hub-drill-7");

        using var line = JsonDocument.Parse(output.ToString().TrimEnd().Split('\n')[^1]);
        int Number(string name) => line.RootElement.GetProperty(name).GetInt32();

        Assert.Equal((7, 20, 2, 2), (Number("seed"), Number("accepted"), Number("faults"), Number("kills")));
        Assert.Equal((2, 1, 1, 1), (Number("lost"), Number("doubled"), Number("inversions"), Number("pii_leaks")));
        Assert.Equal(6, line.RootElement.GetProperty("violations").GetArrayLength());
        Assert.Contains("hub-drill-7", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("not judged", output.ToString(), StringComparison.Ordinal);
        Assert.False(verdict.IsClean);
    }

    [Fact]
    public void Faults_that_met_nobody_do_not_count_and_overlaps_are_pairs()
    {
        var verdict = Verdict();

        Assert.True(verdict.IsClean);
        Assert.Equal((2, 2, 1), (verdict.Real.Count, verdict.Kills, verdict.Pairs));
    }

    private static DrillVerdict Verdict(params Violation[] violations) => new(new DrillOptions(7, 1, [], Embedded: false, 24))
    {
        Accepted = 20,
        LoadSeconds = 60,
        Faults = [Fault(FaultKind.F1, FaultTarget.Hub, null), Fault(FaultKind.F5, FaultTarget.Broker, null), Fault(FaultKind.F10, FaultTarget.Database, "nobody was there")],
        Violations = violations,
        Latencies = [],
        Recoveries = [],
        Judged = ["S1"],
        Notes = [],
    };

    private static InjectedFault Fault(FaultKind kind, FaultTarget target, string? skipped) =>
        new(new PlannedFault(1, kind, target, "kill") { At = TimeSpan.Zero, Length = TimeSpan.Zero }, Story.Noon, Story.Noon.AddSeconds(5), skipped);
}
