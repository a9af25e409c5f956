using System.CommandLine;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>hub triage: the queue of Biro Komunikasi Publik.</summary>
internal static class TriageVerbs
{
    public static Command Create() => new("triage", "Reports that wait for a person, and the person's decision.") { Subcommands = { List(), Assign(), TriageDoubtVerbs.Doubts(), TriageDoubtVerbs.Settle() } };

    private static Command List()
    {
        var verb = new Command("list", "What waits, oldest first, with why.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var (items, _) = await services.GetRequiredService<ReportDesk>().ListAsync(null, 500, ReportState.Triage, token);
            foreach (var report in items)
            {
                await Console.Out.WriteLineAsync($"{report.Number}  {report.Channel,-8}  {report.ReceivedAt:yyyy-MM-dd HH:mm}Z  {report.Reason}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Assign()
    {
        var number = new Argument<string>("NUMBER") { Description = "The report, for instance LP-2026-000123." };
        var unit = new Argument<string>("UNIT") { Description = "A unit's code; an outside addressee (EXT-…) returns the report to its channel." };
        var reason = new Option<string>("--reason") { Description = "Why; kept with the report.", Required = true };
        var by = new Option<string>("--by") { Description = "Who decides.", DefaultValueFactory = _ => Environment.UserName };
        var verb = new Command("assign", "Decide where a report belongs.") { number, unit, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var decision = (parse.GetValue(by)!, parse.GetValue(reason)!);
            var result = await services.GetRequiredService<TriageDesk>().DecideAsync(parse.GetValue(number)!, parse.GetValue(unit)!, decision, token);
            var (text, code) = result switch
            {
                TriageResult.Done done => ($"{done.Number} is {done.State} now.", ExitCode.Good),
                TriageResult.NoReport none => ($"There is no report {none.Number}.", ExitCode.NotFound),
                TriageResult.NoUnit none => (none.ToString(), ExitCode.NotFound),
                TriageResult.Refused refused => (refused.Reason, ExitCode.Failed),
                var other => throw new InvalidOperationException($"There is no answer for {other.GetType().Name}."),
            };
            await (code == ExitCode.Good ? Console.Out : Console.Error).WriteLineAsync(text);
            return code;
        }));
        return verb;
    }
}
