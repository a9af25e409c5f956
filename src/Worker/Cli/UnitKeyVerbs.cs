using System.CommandLine;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub units key: keys of unit applications, each with what it may do, how long, and when it was used last.</summary>
internal static class UnitKeyVerbs
{
    public static Command Create() => new("key", "API keys of units: scoped, with an end, rotated with two valid at a time, revoked at once.") { Subcommands = { Issue(), List(), Rotate(), Revoke() } };

    private static Command Issue()
    {
        var unit = UnitCode();
        var scopes = new Option<string[]>("--scope") { Description = "What the key may do; both when left out.", DefaultValueFactory = _ => [.. UnitScopes.All] };
        scopes.AcceptOnlyFromAmong([.. UnitScopes.All]);
        var days = Days("--days", "The key ends after so many days; without it it has no end.", null);
        var (reason, by) = (OperatorWords.Reason(), OperatorWords.By());
        var verb = new Command("issue", "Make a key and show it once.") { unit, scopes, days, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var code = parse.GetValue(unit)!;
            if (!services.GetRequiredService<UnitDirectory>().Exists(code))
            {
                return await NoUnitAsync(code);
            }

            if (services.GetRequiredService<UnitsOfToday>().WhyEnded(code) is { } ended)
            {
                await Console.Error.WriteLineAsync(ended);
                return ExitCode.NotFound;
            }

            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var wish = new UnitKeyWish(code, parse.GetValue(scopes)!, parse.GetValue(days) is { } last ? now.AddDays(last) : null);
            await Console.Out.WriteLineAsync(await services.GetRequiredService<UnitKeyDesk>().IssueAsync(wish, (parse.GetValue(by)!, parse.GetValue(reason)!), token));
            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command List()
    {
        var unit = new Argument<string?>("CODE") { Description = "Only this unit.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("list", "Keys by their prefix, which opens nothing; the last use is known to five minutes.") { unit };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var today = services.GetRequiredService<UnitsOfToday>();
            foreach (var key in await services.GetRequiredService<UnitKeyDesk>().ListAsync(parse.GetValue(unit), token))
            {
                await Console.Out.WriteLineAsync($"{key.Prefix}  {key.Unit,-22} {key.Scopes,-10} {key.StateAt(now),-8} made {OperatorWords.Minute(key.CreatedAt)}  ends {OperatorWords.Minute(key.ExpiresAt)}  used {OperatorWords.Minute(key.UsedAt)}{(today.WhyEnded(key.Unit) is { } ended ? $"  {ended}" : "")}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Rotate()
    {
        var prefix = new Argument<string>("PREFIX") { Description = "The old key by the prefix that the list shows." };
        var days = Days("--overlap", "The old key goes on opening for so many days.", 7);
        var (reason, by) = (OperatorWords.Reason(), OperatorWords.By());
        var verb = new Command("rotate", "Make a key that may do what the old one may, and show it once; both are valid during the overlap.") { prefix, days, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var overlap = TimeSpan.FromDays(parse.GetValue(days) ?? 0);
            var key = await services.GetRequiredService<UnitKeyDesk>().RotateAsync(parse.GetValue(prefix)!, overlap, (parse.GetValue(by)!, parse.GetValue(reason)!), token);
            await (key is null ? Console.Error : Console.Out).WriteLineAsync(key ?? $"No valid key has the prefix {parse.GetValue(prefix)}; see: hub units key list");
            return key is null ? ExitCode.NotFound : ExitCode.Good;
        }));
        return verb;
    }

    private static Command Revoke()
    {
        var unit = UnitCode();
        var prefix = new Option<string?>("--prefix") { Description = "Only the key with this prefix; without it all keys of the unit." };
        var (reason, by) = (OperatorWords.Reason(), OperatorWords.By());
        var verb = new Command("revoke", "Close keys at once.") { unit, prefix, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var count = await services.GetRequiredService<UnitKeyDesk>().RevokeAsync(parse.GetValue(unit)!, parse.GetValue(prefix), (parse.GetValue(by)!, parse.GetValue(reason)!), token);
            await Console.Out.WriteLineAsync($"{count} keys revoked.");
            return count > 0 ? ExitCode.Good : ExitCode.NotFound;
        }));
        return verb;
    }

    public static Argument<string> UnitCode() => new("CODE") { Description = "The unit's code, for instance PU-BM." };

    public static async Task<int> NoUnitAsync(string code)
    {
        await Console.Error.WriteLineAsync($"Not in the unit directory: {code}; see: hub units list");
        return ExitCode.NotFound;
    }

    private static Option<int?> Days(string name, string description, int? usual)
    {
        var option = new Option<int?>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > 3650)
            {
                result.AddError($"{name} must be from 0 to 3650 days.");
            }
        });
        return option;
    }
}
