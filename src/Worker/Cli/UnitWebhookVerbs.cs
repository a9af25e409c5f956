using System.CommandLine;
using System.Globalization;
using Hub.Router.Units;

namespace Hub.Worker.Cli;

/// <summary>hub units webhook: how webhooks stand, on and off, and a range of events once more.</summary>
internal static class UnitWebhookVerbs
{
    public static Command Create() => new("webhook", "Webhooks of units: what waits, which are switched off, events sent again.")
    {
        Subcommands = { List(), Switch("enable"), Switch("disable"), Replay() },
    };

    private static Command List()
    {
        var verb = new Command("list", "Every configured webhook with what waits for it. Ends with 1 while one is switched off.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var lines = await services.GetRequiredService<UnitWebhookDesk>().ListAsync(token);
            foreach (var line in lines)
            {
                await Console.Out.WriteLineAsync(
                    $"{line.Unit,-22} {line.State,-8} waiting {line.Waiting,5} since {OperatorWords.Minute(line.OldestWaiting)}  refused {line.Refused,5}  failing since {OperatorWords.Minute(line.FailingSince)}  {(line.DisabledAt is { } at ? $"off since {OperatorWords.Minute(at)} by {line.DisabledBy}: {line.Reason}" : "")}".TrimEnd());
            }

            return lines.Any(line => line.DisabledAt is not null) ? ExitCode.Failed : ExitCode.Good;
        }));
        return verb;
    }

    private static Command Switch(string word)
    {
        var (unit, reason, by) = (UnitKeyVerbs.UnitCode(), OperatorWords.Reason(), OperatorWords.By());
        var verb = new Command(word, word is "enable" ? "Push again; what waited goes at once." : "Push nothing until it is enabled; events are kept and wait.") { unit, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var desk = services.GetRequiredService<UnitWebhookDesk>();
            var code = parse.GetValue(unit)!;
            if (!desk.Configured.Contains(code))
            {
                return await NoWebhookAsync(code);
            }

            var act = (parse.GetValue(by)!, parse.GetValue(reason)!);
            var done = word is "enable" ? await desk.EnableAsync(code, act, token) : await desk.DisableAsync(code, act, token);
            await Console.Out.WriteLineAsync(done ? $"The webhook of {code} is {word}d." : $"The webhook of {code} was {word}d before; nothing was done.");
            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Replay()
    {
        var (unit, reason, by, yes) = (UnitKeyVerbs.UnitCode(), OperatorWords.Reason(), OperatorWords.By(), OperatorWords.Yes());
        var from = new Option<DateOnly>("--from") { Description = "Events of this day in Jakarta or later, for instance 2026-03-02.", Required = true };
        var to = new Option<DateOnly?>("--to") { Description = "Last day in Jakarta; without it until now." };
        var verb = new Command("replay", "Send the events of a range again under the ids they had, oldest first. Those of reports that the unit has no more stay.") { unit, from, to, reason, by, yes };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var desk = services.GetRequiredService<UnitWebhookDesk>();
            var code = parse.GetValue(unit)!;
            if (!desk.Configured.Contains(code))
            {
                return await NoWebhookAsync(code);
            }

            var span = new ReplaySpan(Midnight(parse.GetValue(from)), parse.GetValue(to) is { } last ? Midnight(last.AddDays(1)) : services.GetRequiredService<TimeProvider>().GetUtcNow());
            var count = await desk.CountAsync(code, span, token);
            await Console.Out.WriteLineAsync($"{count} events would be sent again.");
            if (count == 0)
            {
                return ExitCode.NotFound;
            }

            if (await Confirmation.AskAsync(parse.GetValue(yes), count.ToString(CultureInfo.InvariantCulture)) is { } left)
            {
                return left;
            }

            await Console.Out.WriteLineAsync($"{await desk.ReplayAsync(code, span, (parse.GetValue(by)!, parse.GetValue(reason)!), token)} events leave again.");
            return ExitCode.Good;
        }));
        return verb;
    }

    private static async Task<int> NoWebhookAsync(string code)
    {
        await Console.Error.WriteLineAsync($"{code} has no webhook in Units:Deliveries; see: hub units webhook list");
        return ExitCode.NotFound;
    }

    private static DateTimeOffset Midnight(DateOnly day) => JakartaDay.Noon(day).AddHours(-12);
}
