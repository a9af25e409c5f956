using System.CommandLine;
using Hub.Contracts.Channels;
using Hub.Router.StatusSync;

namespace Hub.Worker.Cli;

/// <summary>hub sync: how statuses get to their channels, and what a person may do about those that do not.</summary>
internal static class SyncVerbs
{
    private const int Sample = 5;

    public static Command Create() => new("sync", "Statuses on their way to the channels.")
    {
        Subcommands =
        {
            Status(), List(), Retry(), Settle(),
            Circuit("open", "Tell a channel nothing, until it is closed again.", open: true),
            Circuit("close", "Tell a channel again, slowly at first.", open: false),
        },
    };

    private static Command Status()
    {
        var verb = new Command("status", "One line a channel: its circuit, what waits, the oldest, what is stuck.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            foreach (var channel in await services.GetRequiredService<SyncDesk>().StatusAsync(token))
            {
                var until = channel.HeldBy is { } by ? $"held by {by}" : channel.RetryAt is { } at ? $"until {at:HH:mm:ss}Z" : "";
                await Console.Out.WriteLineAsync(
                    $"{channel.Channel,-10}  {channel.Circuit,-10} {until,-16}  waiting {channel.Waiting}, oldest {TimeSpan.FromSeconds(channel.OldestSeconds):d\\.hh\\:mm\\:ss}, stuck {channel.Stuck}, parked {channel.Parked}, refused {channel.Refused}  {channel.Reason}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command List()
    {
        var stuck = new Option<bool>("--stuck") { Description = "Only what waits too long (StatusSync:StuckAfter) or is parked." };
        var parked = new Option<bool>("--parked") { Description = "Only what is not tried any more by itself." };
        var refused = new Option<bool>("--refused") { Description = "Only what the channel will not take as it stands." };
        var channel = new Option<string?>("--channel") { Description = "Only this channel." };
        var verb = new Command("list", "What waits, oldest first, with age, attempts and reason.") { stuck, parked, refused, channel };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var query = new SyncQuery(parse.GetValue(channel), parse.GetValue(stuck), parse.GetValue(parked), parse.GetValue(refused));
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var line in await services.GetRequiredService<SyncDesk>().ListAsync(query, 500, token))
            {
                await Console.Out.WriteLineAsync(
                    $"{line.Number}  {line.Channel,-10}  {line.State,-15}  {line.Outcome,-8}  {now - line.OccurredAt:d\\.hh\\:mm\\:ss}  {line.Attempts} attempts, {line.Behind} behind  {line.Reason}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Retry()
    {
        var number = new Argument<string?>("NUMBER") { Description = "A report, for instance LP-2026-000123.", Arity = ArgumentArity.ZeroOrOne };
        var channel = new Option<string?>("--channel") { Description = "Everything of this channel that waits or is parked." };
        var refused = new Option<bool>("--refused") { Description = "With --channel: what it refused, where nothing later was told." };
        var yes = new Option<bool>("--yes") { Description = "Do it; without this only the count and a sample are shown." };
        var (reason, by) = Words(reasonRequired: false);
        var verb = new Command("retry", "Try again now. What may have arrived is read back first.") { number, channel, refused, yes, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var choice = new RetryChoice(parse.GetValue(number), parse.GetValue(channel), parse.GetValue(refused));
            if (choice.Number is null == choice.Channel is null)
            {
                await Console.Error.WriteLineAsync("Name either a report or --channel.");
                return ExitCode.Usage;
            }

            var word = new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason) ?? "");
            return await RetryAsync(services.GetRequiredService<SyncActs>(), (choice, word, choice.Number is not null || parse.GetValue(yes)), token);
        }));
        return verb;
    }

    private static async Task<int> RetryAsync(SyncActs acts, (RetryChoice Choice, OperatorWord Word, bool Sure) wish, CancellationToken cancellationToken)
    {
        var (count, sample) = await acts.PreviewAsync(wish.Choice, Sample, cancellationToken);
        if (count == 0)
        {
            await Console.Error.WriteLineAsync("There is nothing to try again; a refused status is not sent after a later one. See: hub sync list");
            return ExitCode.NotFound;
        }

        if (!wish.Sure)
        {
            await Console.Out.WriteLineAsync($"{count} statuses would be tried again, among them of {string.Join(", ", sample)}. Nothing was done; add --yes to do it.");
            return ExitCode.Good;
        }

        await Console.Out.WriteLineAsync($"{await acts.RetryAsync(wish.Choice, wish.Word, cancellationToken)} statuses are tried again.");
        return ExitCode.Good;
    }

    private static Command Settle()
    {
        var number = new Argument<string>("NUMBER") { Description = "The report, for instance LP-2026-000123." };
        var outcome = new Option<string>("--as") { Description = "delivered: the channel knows it; dropped: it need not know.", Required = true };
        outcome.AcceptOnlyFromAmong("delivered", "dropped");
        var (reason, by) = Words(reasonRequired: true);
        var verb = new Command("settle", "Settle the status that holds a report, so that the next may follow.") { number, outcome, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services => await AnswerAsync(
            await services.GetRequiredService<SyncActs>().SettleAsync(
                parse.GetValue(number)!, parse.GetValue(outcome) == "delivered", new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason)!), token))));
        return verb;
    }

    private static Command Circuit(string name, string says, bool open)
    {
        var channel = new Argument<string>("CHANNEL") { Description = "For instance whatsapp; see: hub sync status" };
        var (reason, by) = Words(reasonRequired: true);
        var verb = new Command(name, says) { channel, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var wanted = parse.GetValue(channel)!;
            var known = (await services.GetRequiredService<SyncDesk>().StatusAsync(token)).Any(each => each.Channel == wanted) || services.GetServices<IStatusSink>().Any(sink => sink.Channel == wanted);
            return await AnswerAsync(known
                ? await services.GetRequiredService<SyncActs>().SetCircuitAsync(wanted, open, new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason)!), token)
                : new SyncActResult.NoChannel(wanted));
        }));
        return verb;
    }

    private static (Option<string> Reason, Option<string> By) Words(bool reasonRequired) => (
        new Option<string>("--reason") { Description = "Why; kept in the journal.", Required = reasonRequired },
        new Option<string>("--by") { Description = "Who decides.", DefaultValueFactory = _ => Environment.UserName });

    private static async Task<int> AnswerAsync(SyncActResult result)
    {
        var (text, code) = result switch
        {
            SyncActResult.Done done => (done.Text, ExitCode.Good),
            SyncActResult.NoReport none => ($"There is no report {none.Number}.", ExitCode.NotFound),
            SyncActResult.NoChannel none => ($"{none.Channel} is no channel of this hub; see: hub sync status", ExitCode.NotFound),
            SyncActResult.Refused refused => (refused.Reason, ExitCode.Failed),
            var other => throw new InvalidOperationException($"There is no answer for {other.GetType().Name}."),
        };
        await (code == ExitCode.Good ? Console.Out : Console.Error).WriteLineAsync(text);
        return code;
    }
}
