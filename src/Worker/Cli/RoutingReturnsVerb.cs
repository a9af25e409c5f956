using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.Router.Accountability;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>`hub routing returns`: which rules cause returns, re-routings and decisions to the contrary (deploy/FIGURES.md).</summary>
internal static class RoutingReturnsVerb
{
    private static readonly string[] Columns = ["rule", "ruleSet", "decided", "returned", "rerouted", "overturned", "wrong", "wrongShare", "pairs"];

    public static Command Create()
    {
        var from = new Option<string?>("--from") { Description = "First day of receipt in Jakarta, for instance 2026-03-01; without it the first day of the year." };
        var to = new Option<string?>("--to") { Description = "Last day of receipt in Jakarta; without it today." };
        var unit = new Option<string?>("--unit") { Description = "Only what the rules gave to this unit, for instance PU-BM." };
        var format = new Option<string>("--format") { Description = "table, csv or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var verb = new Command("returns", "What became of the reports that each rule won: returned by the unit, re-routed, decided otherwise by a person, and from where to where.") { from, to, unit, format };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var ask = new FigureAsk("routing", parse.GetValue(from), parse.GetValue(to), parse.GetValue(unit));
            switch (await services.GetRequiredService<RuleReturns>().AskAsync(ask, token))
            {
                case RuleReturnAnswer.Refused refused:
                    await Console.Error.WriteLineAsync(refused.Reason);
                    return ExitCode.Usage;
                case RuleReturnAnswer.Shown shown:
                    await Console.Out.WriteAsync(Text(shown.Table, parse.GetValue(format)!));
                    return ExitCode.Good;
                default:
                    throw new InvalidOperationException("There is no third answer.");
            }
        }));
        return verb;
    }

    public static string Text(RuleReturnTable table, string format) => format switch
    {
        "json" => JsonSerializer.Serialize(Json(table), HttpJson.Readable) + Environment.NewLine,
        "csv" => string.Concat(Lines(table).Prepend(Columns).Select(cells => string.Join(',', cells.Select(FigureText.Quoted)) + "\r\n")),
        _ => Table(table),
    };

    private static string Table(RuleReturnTable table)
    {
        var lines = Lines(table).Prepend(Columns).Select(cells =>
            $"{cells[0],-28} {cells[1][..Math.Min(8, cells[1].Length)],-8} {cells[2],8} {cells[3],8} {cells[4],8} {cells[5],10} {cells[6],8} {cells[7],10}  {cells[8]}");
        return string.Join(Environment.NewLine, lines.Prepend($"returns: received {table.From:yyyy-MM-dd} to {table.To:yyyy-MM-dd}{(table.Unit is { } unit ? $", rules' unit {unit}" : "")}, as of {table.AsOf.ToOffset(TimeSpan.FromHours(7)):yyyy-MM-dd HH:mm} WIB")) + Environment.NewLine;
    }

    private static IEnumerable<string[]> Lines(RuleReturnTable table) => table.Rows.Append(table.Total).Select(line => (string[])
    [
        line.Rule, line.RuleSet, Number(line.Decided), Number(line.Returned), Number(line.Rerouted), Number(line.Overturned), Number(line.Wrong),
        line.Share?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
        string.Join("; ", line.Pairs.Select(pair => $"{pair.From}→{pair.To} {Number(pair.Count)}")),
    ]);

    private static object Json(RuleReturnTable table) => new
    {
        Name = "returns",
        table.From,
        table.To,
        table.Unit,
        table.AsOf,
        Rows = table.Rows.Select(Json),
        Total = Json(table.Total),
    };

    private static object Json(RuleReturnLine line) => new
    {
        line.Rule,
        line.RuleSet,
        line.Decided,
        line.Returned,
        line.Rerouted,
        line.Overturned,
        line.Wrong,
        WrongShare = line.Share is { } share ? Math.Round(share, 4) : (double?)null,
        line.Pairs,
    };

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
