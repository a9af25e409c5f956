using System.CommandLine;
using System.Text.Json;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>hub report: what became of reports.</summary>
internal static class ReportVerbs
{
    public static Command Create()
    {
        var verb = new Command("report", "Show reports, their whole story, and the figures over all of them.") { List(), Show() };
        foreach (var figure in ReportFigures.Create())
        {
            verb.Add(figure);
        }

        return verb;
    }

    private static Command List()
    {
        var state = new Option<ReportState?>("--state") { Description = "Only reports in this state." };
        var unsynced = new Option<bool>("--unsynced") { Description = "Only reports whose channel does not know everything yet." };
        var verb = new Command("list", "One line a report, oldest first.") { state, unsynced };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var desk = services.GetRequiredService<ReportDesk>();
            string? after = null;
            do
            {
                var (items, next) = await desk.ListAsync(after, 500, parse.GetValue(state), token);
                foreach (var report in items.Where(report => !report.Synced || !parse.GetValue(unsynced)))
                {
                    await Console.Out.WriteLineAsync($"{report.Number}  {report.Channel,-8}  {report.State,-15}  {report.Unit ?? report.Addressee ?? "-",-16}  {report.Reason}");
                }

                after = next;
            }
            while (after is not null);

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Show()
    {
        var number = new Argument<string>("NUMBER") { Description = "For instance LP-2026-000123." };
        var json = new Option<bool>("--json") { Description = "As JSON, with the stored explanation of each decision." };
        var verb = new Command("show", "Every step of one report, complete without logs.") { number, json };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            if (await services.GetRequiredService<ReportDesk>().FindAsync(parse.GetValue(number)!, token) is not { } story)
            {
                await Console.Error.WriteLineAsync($"There is no report {parse.GetValue(number)}.");
                return ExitCode.NotFound;
            }

            var timeline = await services.GetRequiredService<TimelineDesk>().FindAsync(story.Report.Number, token);
            await Console.Out.WriteLineAsync(parse.GetValue(json)
                ? JsonSerializer.Serialize(new { story.Report, story.Title, story.Text, story.Decisions, story.History, timeline!.Steps }, HttpJson.Readable)
                : StoryText.Write(story, timeline!));
            return ExitCode.Good;
        }));
        return verb;
    }
}
