using System.CommandLine;
using Spectre.Console;

namespace Hub.Mutants;

/// <summary><c>hub mutants</c>: plants each fault in a copy of the hub and lets the tests find it.</summary>
internal static class MutantCommand
{
    public static RootCommand Create()
    {
        var only = new Option<string[]>("--only") { Description = "Only faults whose name holds this word; may be given several times.", DefaultValueFactory = _ => [] };
        var root = new RootCommand("Breaks the hub on purpose, once for each planted fault, and looks whether the tests notice. The last line is JSON; the exit code is 1 when one stays unseen.") { only };
        root.SetAction((parsed, token) => RunAsync(parsed.GetValue(only) ?? [], token));
        return root;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        var faults = PlantedFaults.All.Where(fault => only.Count == 0 || only.Any(word => fault.Name.Contains(word, StringComparison.OrdinalIgnoreCase))).ToList();
        using var workshop = await Workshop.OpenAsync(cancellationToken);
        foreach (var tests in faults.GroupBy(fault => fault.Tests))
        {
            await Console.Error.WriteLineAsync($"Without a fault: {tests.Key} ...");
            var sound = await workshop.TestAsync(tests.Key, [.. tests.SelectMany(fault => fault.Classes).Distinct()], cancellationToken);
            if (sound.Passed == 0 || sound.Failed.Count > 0 || sound.Hung)
            {
                await Console.Error.WriteLineAsync($"The tests do not pass without a fault, so they prove nothing: {sound}");
                return 1;
            }
        }

        var verdicts = new List<(PlantedFault Fault, TestVerdict Verdict)>();
        foreach (var fault in faults)
        {
            await Console.Error.WriteLineAsync($"Planting: {fault.Name} ...");
            await workshop.PlantAsync(fault, cancellationToken);
            verdicts.Add((fault, await workshop.TestAsync(fault.Tests, fault.Classes, cancellationToken)));
            await workshop.TakeBackAsync(fault, cancellationToken);
        }

        Show(verdicts);
        var caught = verdicts.Count(each => each.Verdict.IsCaught);
        Console.WriteLine($$"""{"planted":{{verdicts.Count}},"caught":{{caught}}}""");
        return caught == verdicts.Count && caught > 0 ? 0 : 1;
    }

    private static void Show(IReadOnlyList<(PlantedFault Fault, TestVerdict Verdict)> verdicts)
    {
        var table = new Table().AddColumns("planted fault", "breaks", "caught", "by");
        foreach (var (fault, verdict) in verdicts)
        {
            var by = verdict.Hung ? "the time limit" : string.Join('\n', verdict.Failed.Distinct().Take(2).Select(name => name.Replace('_', ' ')));
            table.AddRow(new Text(fault.Name), new Text(fault.Promise), new Text(verdict.IsCaught ? "yes" : "NO"), new Text(by));
        }

        AnsiConsole.Write(table);
    }
}
