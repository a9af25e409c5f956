using System.CommandLine;
using Hub.Router.Outbox;

namespace Hub.Worker.Cli;

/// <summary>hub outbox: messages that the broker does not take.</summary>
internal static class OutboxVerbs
{
    private const int Most = 500;

    public static Command Create() => new("outbox", "Messages that were tried in vain; parked ones wait for a person with all later ones of their report.") { Subcommands = { List(), Retry() } };

    private static Command List()
    {
        var verb = new Command("list", "Parked messages first, then those that wait for their next attempt.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            foreach (var message in await services.GetRequiredService<OutboxDesk>().ListAsync(Most, token))
            {
                await Console.Out.WriteLineAsync(
                    $"{message.Id}  {(message.ParkedAt is null ? "waits " : "parked")}  {message.CreatedAt:yyyy-MM-dd HH:mm:ss}Z  {message.Queue}  {message.Type}  report {message.Report}  attempts {message.Attempts}, behind it {message.Behind}  {message.Fault}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Retry()
    {
        var messages = new Argument<Guid[]>("ID") { Description = "Messages by the id that the list shows.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every parked message." };
        var reason = OperatorWords.Reason();
        var by = new Option<string>("--by") { Description = "Who; the account of the terminal when it is left out.", DefaultValueFactory = _ => Environment.UserName };
        var verb = new Command("retry", "Try parked messages again, once what refused them is mended.") { messages, all, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var chosen = parse.GetValue(messages)!;
            if (chosen.Length == 0 != parse.GetValue(all))
            {
                await Console.Error.WriteLineAsync("Name messages by their ids, or say --all.");
                return ExitCode.Usage;
            }

            var count = await services.GetRequiredService<OutboxDesk>().RetryAsync(chosen, (parse.GetValue(by)!, parse.GetValue(reason)!), token);
            await Console.Out.WriteLineAsync($"{count} messages are tried again.");
            return count > 0 ? ExitCode.Good : ExitCode.NotFound;
        }));
        return verb;
    }
}
