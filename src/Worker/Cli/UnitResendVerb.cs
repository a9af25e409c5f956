using System.CommandLine;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub units resend: after somebody purged a unit's queue.</summary>
internal static class UnitResendVerb
{
    public static Command Create()
    {
        var code = UnitKeyVerbs.UnitCode();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count." };
        var reason = OperatorWords.Reason();
        var by = new Option<string>("--by") { Description = "Who; the account of the terminal when it is left out.", DefaultValueFactory = _ => Environment.UserName };
        var verb = new Command("resend", "Put into the unit's queue again, under the same ids, every event of an open report that the unit has not proved to have.") { code, dryRun, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var unit = parse.GetValue(code)!;
            if (!services.GetRequiredService<UnitDirectory>().Exists(unit))
            {
                return await UnitKeyVerbs.NoUnitAsync(unit);
            }

            var redrive = services.GetRequiredService<UnitRedrive>();
            if (parse.GetValue(dryRun))
            {
                await Console.Out.WriteLineAsync($"{await redrive.CountAsync(unit, token)} events would leave again.");
                return ExitCode.Good;
            }

            var count = await redrive.OfAsync(unit, (parse.GetValue(by)!, parse.GetValue(reason)!), token);
            await Console.Out.WriteLineAsync($"{count} events leave again.");
            return ExitCode.Good;
        }));
        return verb;
    }
}
