using System.CommandLine;
using Hub.Benchmarks.Embedded;
using Hub.Benchmarks.Functions;

namespace Hub.Benchmarks;

/// <summary>What <c>hub bench</c> can measure. Figures are printed and never judged: they depend on the machine.</summary>
internal static class BenchCommand
{
    private const int Reports = 2000;
    private const int Seconds = 8;

    public static RootCommand Create(TimeProvider clock)
    {
        var quick = new Option<bool>("--quick") { Description = "Half of everything, for a first look.", Recursive = true };
        var root = new RootCommand("Measures the hub: its hot functions, then the whole of it under load. The last line is JSON.")
        {
            Functions(quick), Embedded(quick, clock), quick,
        };
        root.SetAction(async (parsed, token) =>
        {
            var functions = FunctionBench.Run(parsed.GetValue(quick), []);
            var embedded = await RunAsync(Size(parsed.GetValue(quick), Reports, Seconds), clock, token);
            return Math.Max(functions, embedded);
        });
        return root;
    }

    private static Command Functions(Option<bool> quick)
    {
        var filter = new Option<string[]>("--filter") { Description = "Only benchmarks whose names match, for instance *Routing* (a star stands for anything).", DefaultValueFactory = _ => [] };
        var command = new Command("functions", "Time and allocation of the functions every report goes through.") { filter };
        command.SetAction(parsed => FunctionBench.Run(parsed.GetValue(quick), parsed.GetValue(filter) ?? []));
        return command;
    }

    private static Command Embedded(Option<bool> quick, TimeProvider clock)
    {
        var reports = new Option<int>("--reports") { Description = "Reports in one repetition.", DefaultValueFactory = _ => Reports };
        var seconds = new Option<int>("--seconds") { Description = "No repetition sends longer than this.", DefaultValueFactory = _ => Seconds };
        reports.Validators.Add(result => Refuse(result, result.GetValueOrDefault<int>(), 100, 200_000));
        seconds.Validators.Add(result => Refuse(result, result.GetValueOrDefault<int>(), 1, 600));
        var command = new Command("embedded", "The embedded hub as a process of its own, under signed webhooks.") { reports, seconds };
        command.SetAction((parsed, token) => RunAsync(Size(parsed.GetValue(quick), parsed.GetValue(reports), parsed.GetValue(seconds)), clock, token));
        return command;
    }

    private static void Refuse(System.CommandLine.Parsing.OptionResult option, int value, int least, int most)
    {
        if (value < least || value > most)
        {
            option.AddError($"{option.Option.Name} must be from {least} to {most}.");
        }
    }

    private static EmbeddedSize Size(bool quick, int reports, int seconds) =>
        quick ? new EmbeddedSize(Math.Max(1, reports / 2), TimeSpan.FromSeconds(Math.Max(1, seconds / 2))) : new EmbeddedSize(reports, TimeSpan.FromSeconds(seconds));

    private static async Task<int> RunAsync(EmbeddedSize size, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var figures = await new EmbeddedBench(size, clock).RunAsync(cancellationToken);
            EmbeddedTable.Print(figures, size);
            Console.WriteLine(BenchLine.Of(figures).ToJson());
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception trouble) when (trouble is IOException or InvalidOperationException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"bench: {trouble.Message}");
            return 2;
        }
    }
}
