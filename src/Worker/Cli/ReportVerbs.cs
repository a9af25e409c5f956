using System.CommandLine;
using System.Text.Json;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>hub report: what became of reports.</summary>
internal static class ReportVerbs
{
    public static Command Create() => new("report", "Show reports and their whole story.") { Subcommands = { List(), Show(), ReportActVerbs.Reopen(), ReportActVerbs.Merge(), ReportActVerbs.Unmerge() } };

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

            await Console.Out.WriteLineAsync(parse.GetValue(json) ? JsonSerializer.Serialize(story, HttpJson.Readable) : Text(story));
            return ExitCode.Good;
        }));
        return verb;
    }

    private static string Text(ReportStory story) => string.Join(
        Environment.NewLine,
        [
            $"{story.Report.Number}  {story.Report.Channel} {story.Report.ExternalId}  {story.Report.State}  {story.Report.Unit ?? story.Report.Addressee}",
            story.Title ?? "",
            story.Text,
            "",
            .. story.History.Select(line => $"{line.At:yyyy-MM-dd HH:mm:ss}Z  {line.Kind,-12} {line.By,-12} {line.State,-15} {line.Text}"),
            "",
            .. story.Decisions.Select(decision => $"{decision.At:yyyy-MM-dd HH:mm:ss}Z  {decision.By,-12} {decision.Outcome,-9} {decision.Unit ?? decision.Addressee ?? "-",-14} {decision.Confidence:0.00}  {decision.Reason}"),
            .. story.Report.Statuses.Select(status => $"to the channel: {status.State,-15} {status.Outcome,-13} {status.Attempts} attempts  {(status.SeenThereAt is { } seen ? $"seen there at {seen.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "")}  {status.Fault}"),
        ]);
}
