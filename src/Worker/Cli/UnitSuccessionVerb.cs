using System.CommandLine;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub units succession: what becomes of open reports of units that have ended.</summary>
internal static class UnitSuccessionVerb
{
    public static Command Create()
    {
        var apply = new Option<bool>("--apply") { Description = "Move them now; without it they are only shown. The service does it by itself every ten minutes (Units:MoveToSuccessors)." };
        var reason = new Option<string>("--reason") { Description = "Why; it stays in the journal.", DefaultValueFactory = _ => "the unit has ended" };
        var by = OperatorWords.By();
        var verb = new Command("succession", "Open reports of units that have ended, and who carries them on.") { apply, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var succession = services.GetRequiredService<UnitSuccession>();
            var moves = parse.GetValue(apply);
            var lines = moves ? await succession.ApplyAsync((parse.GetValue(by)!, parse.GetValue(reason)!), token) : await succession.PlanAsync(token);
            foreach (var line in lines)
            {
                await Console.Out.WriteLineAsync($"{line.Unit,-22} ended {line.Ended:yyyy-MM-dd}  {line.Open,7} open reports {(moves ? "went" : "go")} to {line.Successor ?? "triage: no unit carries on the work"}  {line.Name}");
            }

            await Console.Out.WriteLineAsync(lines.Count == 0 ? "No unit that has ended holds an open report." : moves ? "Done." : "Nothing was moved; add --apply.");
            return ExitCode.Good;
        }));
        return verb;
    }
}
