using System.CommandLine;
using Spectre.Console;

namespace Hub.Simulators.Demo;

/// <summary>The verb <c>demo</c>.</summary>
internal static class DemoCommand
{
    private const int MostProblems = 40;

    public static Command Create(TimeProvider clock)
    {
        var reports = new Option<FileInfo?>("--reports") { Description = "CSV with the columns id,text,location_hint,channel; a row without a channel is sent by one of the three in turn." };
        var check = new Option<bool>("--check") { Description = "Without a terminal: send, wait until all is told, compare, end with 0 only if all adds up." };
        var production = new Option<bool>("--production") { Description = "With RabbitMQ and PostgreSQL processes of its own." };
        var faults = new Option<bool>("--faults") { Description = "Let the channels delay, refuse, lose answers, repeat and swap." };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same trouble and the same units.", DefaultValueFactory = _ => 158 };
        var patience = new Option<int>("--patience") { Description = "Seconds a check waits for the last status.", DefaultValueFactory = _ => 120 };
        var command = new Command("demo", "The hub with three simulated channels and its units, on this machine, with nothing to install.") { reports, check, production, faults, seed, patience };
        command.SetAction((parsed, token) => RunAsync(
            new DemoOptions(
                parsed.GetValue(reports),
                parsed.GetValue(check),
                parsed.GetValue(production),
                parsed.GetValue(faults),
                parsed.GetValue(seed),
                TimeSpan.FromSeconds(parsed.GetValue(patience))),
            clock,
            token));
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var reports = DemoReports.Read(options.Reports);
            await using var world = await DemoWorld.StartAsync(options, new DemoPeople(reports), clock, cancellationToken);
            return options.Check ? await CheckAsync(world, reports, cancellationToken) : await ShowAsync(world, reports, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return options.Check ? 130 : 0;
        }
        catch (Exception trouble) when (trouble is IOException or FormatException or InvalidOperationException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"demo: {trouble.Message}");
            return 2;
        }
    }

    private static async Task<int> CheckAsync(DemoWorld world, IReadOnlyList<DemoReport> reports, CancellationToken cancellationToken)
    {
        var run = new DemoRun(world);
        await run.SendAsync(reports, cancellationToken);
        await run.SettleAsync(reports.Count, cancellationToken);
        var verdict = DemoCheck.Compare(await run.FactsAsync(cancellationToken));
        foreach (var problem in verdict.Problems.Take(MostProblems))
        {
            Console.WriteLine($"  {problem}");
        }

        if (verdict.Problems.Count > MostProblems)
        {
            Console.WriteLine($"  … and {verdict.Problems.Count - MostProblems} more.");
        }

        if (!verdict.AddsUp)
        {
            world.Folder.Keep = true;
            Console.WriteLine($"  The hub's output is kept in {world.Folder.LogFile}.");
        }

        if (world.Node is { } node)
        {
            Console.WriteLine(node.Summary);
        }

        Console.WriteLine(verdict);
        return verdict.AddsUp ? 0 : 1;
    }

    private static async Task<int> ShowAsync(DemoWorld world, IReadOnlyList<DemoReport> reports, CancellationToken cancellationToken)
    {
        var code = await new DemoShow(world, AnsiConsole.Console).RunAsync(reports, cancellationToken);
        if (world.Node is { } node)
        {
            Console.WriteLine(node.Summary);
        }

        return code;
    }
}
