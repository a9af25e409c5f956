using System.CommandLine;
using System.Text.Json;
using Hub.Router.Accountability;
using Hub.Worker.Http;
using Spectre.Console;

namespace Hub.Worker.Cli;

/// <summary>hub report sla, backlog, sync and routing: the figures that PAN-RB and the Ombudsman ask for (deploy/FIGURES.md).</summary>
internal static class ReportFigures
{
    /// <summary>Wide enough for every column on one line when the output is a file.</summary>
    private const int FileWidth = 240;

    public static IReadOnlyList<Command> Create() =>
    [
        Verb("sla", "Share verified, followed up and completed in time, mean follow-up time, returned, reopened, closed without reply."),
        Verb("backlog", "What is open now, which limit it has missed and for how long."),
        Verb("sync", "What the channels were told, what waits, and how long a unit's word takes to get there."),
        Verb("routing", "What the rules decided by themselves, what people decided, what units gave back, by rule set."),
    ];

    private static Command Verb(string name, string what)
    {
        var from = new Option<string?>("--from") { Description = "First day of receipt in Jakarta, for instance 2026-03-01; without it the first day of the year (backlog: everything)." };
        var to = new Option<string?>("--to") { Description = "Last day of receipt in Jakarta; without it today." };
        var unit = new Option<string?>("--unit") { Description = "Only this unit, for instance PU-BM." };
        var by = new Option<string?>("--by") { Description = "A row for each unit, class, channel or month; without it unit (sync: channel)." };
        var format = new Option<string>("--format") { Description = "table, csv or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var mark = new Option<bool>("--bom") { Description = "With csv: begin with the mark by which spreadsheets know UTF-8." };
        var verb = new Command(name, what) { from, to, unit, by, format, mark };
        verb.SetAction((parse, token) => Cli.Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var ask = new FigureAsk(name, parse.GetValue(from), parse.GetValue(to), parse.GetValue(unit), parse.GetValue(by));
            switch (await services.GetRequiredService<FigureDesk>().AskAsync(ask, token))
            {
                case FigureAnswer.Refused refused:
                    await Console.Error.WriteLineAsync(refused.Reason);
                    return ExitCode.Usage;
                case FigureAnswer.Shown shown:
                    await WriteAsync(shown.Table, (parse.GetValue(format)!, parse.GetValue(mark)));
                    return ExitCode.Good;
                default:
                    throw new InvalidOperationException("There is no third answer.");
            }
        }));
        return verb;
    }

    private static async Task WriteAsync(FigureTable table, (string Format, bool Mark) how)
    {
        switch (how.Format)
        {
            case "csv":
                await Console.Out.WriteAsync(FigureText.Csv(table, how.Mark));
                break;
            case "json":
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(FigureText.Json(table), HttpJson.Readable));
                break;
            default:
                var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out), Ansi = AnsiSupport.No });
                if (Console.IsOutputRedirected)
                {
                    console.Profile.Width = FileWidth;
                }

                FigureText.Show(console, table);
                break;
        }
    }
}
