using System.CommandLine;
using System.Text.Json;
using Hub.Router.Routing.Shadow;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>`hub routing shadow`: how the shadow rules would have decided, beside what was decided.</summary>
internal static class RoutingShadowVerb
{
    public static Command Create(TimeProvider clock)
    {
        var (days, list, format) = (HistoryOptions.Days(30), HistoryOptions.List(10), HistoryOptions.Format());
        var command = new Command("shadow", "Where the rules of Routing:Shadow:Folder and the rules in force do not agree: from unit to unit, then single reports with why.") { days, list, format };
        command.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var (desk, from) = (services.GetRequiredService<ShadowDesk>(), clock.GetUtcNow() - TimeSpan.FromDays(parse.GetValue(days)));
            var figures = await desk.CountAsync(from, token);
            var reports = await desk.ListAsync(from, parse.GetValue(list), token);
            IEnumerable<string> lines = parse.GetValue(format) switch
            {
                "json" => [JsonSerializer.Serialize(new { figures.Kinds, figures.Sets, figures.Moves, reports }, HttpJson.Readable)],
                "csv" => MoveText.Csv(figures.Moves),
                _ => Table(figures, reports),
            };
            foreach (var line in lines)
            {
                await parse.InvocationConfiguration.Output.WriteLineAsync(line);
            }

            return ExitCode.Good;
        }));
        return command;
    }

    private static IEnumerable<string> Table(ShadowFigures figures, IReadOnlyList<ShadowLine> reports) =>
    [
        figures.Sets.Count == 0 ? "The shadow has judged nothing in these days; is Routing:Shadow:Folder set and the hub running?" : $"Rule sets (in force / shadow): {Counted(figures.Sets)}",
        $"Judgements: {Counted(figures.Kinds)}",
        "",
        .. MoveText.Table(figures.Moves),
        "",
        .. reports.SelectMany(Lines),
    ];

    private static IEnumerable<string> Lines(ShadowLine report) =>
    [
        $"{report.Number}  {report.At:yyyy-MM-dd HH:mm}Z  {report.Kind}: {report.From} > {report.To}",
        $"    {report.Reason}",
        .. report.Explanation is { } told ? ExplanationText.Lines(told).Select(line => $"    {line}") : [],
    ];

    private static string Counted(IReadOnlyDictionary<string, long> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.OrderByDescending(one => one.Value).Select(one => $"{one.Key}: {one.Value}"));
}
