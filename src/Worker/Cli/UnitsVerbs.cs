using System.CommandLine;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub units: the directory and the keys of unit applications.</summary>
internal static class UnitsVerbs
{
    public static Command Create() => new("units", "Show units, issue and revoke their API keys.") { Subcommands = { List(), Issue(), Revoke() } };

    private static Command List()
    {
        var verb = new Command("list", "Units in force today.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
            foreach (var unit in services.GetRequiredService<UnitDirectory>().InForce(today))
            {
                await Console.Out.WriteLineAsync($"{unit.Code,-22} {unit.Kind,-16} {unit.Name}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Issue()
    {
        var code = Code();
        var verb = new Command("issue-key", "Make a new API key for a unit and show it once; older keys stay valid until they are revoked.") { code };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var unit = parse.GetValue(code)!;
            if (!services.GetRequiredService<UnitDirectory>().Exists(unit))
            {
                await Console.Error.WriteLineAsync($"{unit} is not in the unit directory; see: hub units list");
                return ExitCode.NotFound;
            }

            await Console.Out.WriteLineAsync(await services.GetRequiredService<UnitKeys>().IssueAsync(unit, token));
            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Revoke()
    {
        var code = Code();
        var verb = new Command("revoke-keys", "Revoke all API keys of a unit at once.") { code };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var count = await services.GetRequiredService<UnitKeys>().RevokeAsync(parse.GetValue(code)!, token);
            await Console.Out.WriteLineAsync($"{count} keys revoked.");
            return ExitCode.Good;
        }));
        return verb;
    }

    private static Argument<string> Code() => new("CODE") { Description = "The unit's code, for instance PU-BM." };
}
