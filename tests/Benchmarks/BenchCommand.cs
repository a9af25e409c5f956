using System.CommandLine;
using Hub.Benchmarks.Growth;
using Hub.Benchmarks.Pipelines;

namespace Hub.Benchmarks;

/// <summary>What <c>hub bench</c> can measure. Figures are printed and never judged: they depend on the machine.</summary>
internal sealed class BenchCommand
{
    private const int Repetitions = 5;
    private const int Seconds = 4;
    private const double QuickSeconds = 1;

    private readonly Option<bool> quick = new("--quick") { Description = "Short repetitions and no growth, for a first look: about three minutes.", Recursive = true };
    private readonly Option<int> repetitions = Number("--repetitions", "Recorded repetitions of each; medians are of these.", Repetitions, (1, 100));
    private readonly Option<int> seconds = Number("--seconds", "How long one repetition is to last, more or less.", Seconds, (1, 600));
    private readonly Option<FileInfo?> markdown = new("--markdown") { Description = "Writes the tables into this file as Markdown, too.", Recursive = true };
    private readonly TimeProvider clock;

    private BenchCommand(TimeProvider clock) => this.clock = clock;

    public static RootCommand Create(TimeProvider clock) => new BenchCommand(clock).Root();

    private RootCommand Root()
    {
        var root = new RootCommand("Measures the hub against what the machine allows. Without a part: all of them. The last line is JSON.")
        {
            Production(), Embedded(), Webhooks(), Statuses(), Routing(), Functions(), GrowthCommand.Create(RunAsync), Pipeline(), quick, repetitions, seconds, markdown,
        };
        root.SetAction((parsed, token) => RunAsync(
            parsed,
            [
                (run, stop) => run.ProductionAsync(stop),
                (run, stop) => run.EmbeddedAsync(stop),
                (run, stop) => run.StatusesAsync(stop),
                (run, stop) => run.RoutingAsync(stop),
                .. parsed.GetValue(quick) ? (Part[])[] : (Part[])[(run, stop) => run.WebhooksAsync(stop), (run, _) => run.FunctionsAsync([]), (run, stop) => run.GrowthAsync(GrowthOptions.Usual, stop)],
            ],
            token));
        return root;
    }

    private Command Production()
    {
        var command = new Command("production", "L (raw clients), T (as tutorials do it) and H (the hub) on real PostgreSQL and RabbitMQ, in turn.");
        command.SetAction((parsed, token) => RunAsync(parsed, [(run, stop) => run.ProductionAsync(stop)], token));
        return command;
    }

    private Command Embedded()
    {
        var command = new Command("embedded", "The embedded hub in turn with F1, channels over SQLite.");
        command.SetAction((parsed, token) => RunAsync(parsed, [(run, stop) => run.EmbeddedAsync(stop)], token));
        return command;
    }

    private Command Webhooks()
    {
        var command = new Command("webhooks", "Webhooks answered when durable, in turn with the signature check alone.");
        command.SetAction((parsed, token) => RunAsync(parsed, [(run, stop) => run.WebhooksAsync(stop)], token));
        return command;
    }

    private Command Statuses()
    {
        var command = new Command("statuses", "Statuses a second, from a unit's word on the broker to the channel.");
        command.SetAction((parsed, token) => RunAsync(parsed, [(run, stop) => run.StatusesAsync(stop)], token));
        return command;
    }

    private Command Routing()
    {
        var command = new Command("router", "Decisions a second by the rules alone.");
        command.SetAction((parsed, token) => RunAsync(parsed, [(run, stop) => run.RoutingAsync(stop)], token));
        return command;
    }

    private Command Functions()
    {
        var filter = new Option<string[]>("--filter") { Description = "Only benchmarks whose names match, for instance *Routing* (a star stands for anything).", DefaultValueFactory = _ => [] };
        var command = new Command("functions", "Time and allocation of the functions every report goes through.") { filter };
        command.SetAction((parsed, token) => RunAsync(parsed, [(run, _) => run.FunctionsAsync(parsed.GetValue(filter) ?? [])], token));
        return command;
    }

    /// <summary>How the bench starts itself as one of the programs that the hub is compared with.</summary>
    private static Command Pipeline()
    {
        var name = new Argument<string>("name");
        name.AcceptOnlyFromAmong([.. PipelineHost.Names]);
        var command = new Command(PipelineHost.Verb, "A reference pipeline; the bench itself starts it.") { name };
        command.Hidden = true;
        command.SetAction((parsed, token) => PipelineHost.RunAsync(parsed.GetValue(name)!, token));
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, IReadOnlyList<Part> parts, CancellationToken cancellationToken)
    {
        var isQuick = parsed.GetValue(quick);
        var size = new BenchSize(parsed.GetValue(repetitions), TimeSpan.FromSeconds(isQuick ? QuickSeconds : parsed.GetValue(seconds)))
        {
            Quick = isQuick,
            Page = parsed.GetValue(markdown)?.FullName,
        };
        return new BenchRun(size, clock).RunAsync(parts, cancellationToken);
    }

    private static Option<int> Number(string name, string description, int usual, (int Least, int Most) range)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, Recursive = true };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < range.Least || value > range.Most))
            {
                result.AddError($"{name} must be from {range.Least} to {range.Most}.");
            }
        });
        return option;
    }
}
