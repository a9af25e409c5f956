using System.CommandLine;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub units: the directory and the keys of unit applications.</summary>
internal static class UnitsVerbs
{
    public static Command Create() => new("units", "Show units, issue and revoke their API keys, fill their queues again, look after their webhooks.") { Subcommands = { List(), Issue(), Revoke(), UnitResendVerb.Create(), UnitSuccessionVerb.Create(), UnitKeyVerbs.Create(), UnitWebhookVerbs.Create() } };

    private static Command List()
    {
        var verb = new Command("list", "Units in force today.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            foreach (var unit in services.GetRequiredService<UnitsOfToday>().InForce())
            {
                await Console.Out.WriteLineAsync($"{unit.Code,-22} {unit.Kind,-16} {unit.Name}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Issue()
    {
        var codes = new Argument<string[]>("CODE") { Description = "Units' codes, for instance PU-BM.", Arity = ArgumentArity.OneOrMore };
        var verb = new Command("issue-key", "Make a new API key for each unit and show it once, a line each; older keys stay valid until they are revoked.") { codes };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var units = parse.GetValue(codes)!;
            var directory = services.GetRequiredService<UnitDirectory>();
            if (units.Where(unit => !directory.Exists(unit)).ToList() is { Count: > 0 } unknown)
            {
                await Console.Error.WriteLineAsync($"Not in the unit directory: {string.Join(", ", unknown)}; see: hub units list");
                return ExitCode.NotFound;
            }

            if (units.Select(services.GetRequiredService<UnitsOfToday>().WhyEnded).OfType<string>().ToList() is { Count: > 0 } ended)
            {
                await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, ended));
                return ExitCode.NotFound;
            }

            foreach (var unit in units)
            {
                var wish = new UnitKeyWish(unit, UnitScopes.All, null);
                await Console.Out.WriteLineAsync(await services.GetRequiredService<UnitKeyDesk>().IssueAsync(wish, (Environment.UserName, "hub units issue-key"), token));
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Revoke()
    {
        var code = new Argument<string>("CODE") { Description = "The unit's code, for instance PU-BM." };
        var verb = new Command("revoke-keys", "Revoke all API keys of a unit at once.") { code };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var count = await services.GetRequiredService<UnitKeyDesk>().RevokeAsync(parse.GetValue(code)!, null, (Environment.UserName, "hub units revoke-keys"), token);
            await Console.Out.WriteLineAsync($"{count} keys revoked.");
            return ExitCode.Good;
        }));
        return verb;
    }
}
