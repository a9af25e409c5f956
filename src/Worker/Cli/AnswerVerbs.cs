using System.CommandLine;
using System.Text.Json;
using Hub.Router.Answers;
using Hub.Router.StatusSync;
using Hub.Worker.Http;

namespace Hub.Worker.Cli;

/// <summary>hub answers: what units of Answers:ApprovalFor want to tell citizens, and a person's decision on it.</summary>
internal static class AnswerVerbs
{
    public static Command Create() => new("answers", "Answers of units that wait for approval, and the decision on them.")
    {
        Subcommands =
        {
            List(),
            Show(),
            Decide("approve", "Let an answer go out, as if the unit had said it now.", reasonRequired: false, (acts, id, word, token) => acts.ApproveAsync(id, word, token)),
            Decide("refuse", "Send an answer back to its unit with the reason.", reasonRequired: true, (acts, id, word, token) => acts.RefuseAsync(id, word, token)),
        },
    };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also those that have been decided." };
        var unit = new Option<string?>("--unit") { Description = "Only answers of this unit." };
        var format = OperatorWords.Format();
        var verb = new Command("list", "What waits, oldest first.") { all, unit, format };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var lines = await services.GetRequiredService<AnswerDesk>().ListAsync(parse.GetValue(all), parse.GetValue(unit), 500, token);
            if (parse.GetValue(format) == "json")
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(lines, HttpJson.Readable));
                return ExitCode.Good;
            }

            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            foreach (var line in lines)
            {
                await Console.Out.WriteLineAsync($"{line.Id}  {line.Number}  {line.Unit,-12}  {line.State,-15}  {line.Outcome,-8}  {now - line.HeldAt:d\\.hh\\:mm\\:ss}  {line.PublicNote}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Show()
    {
        var id = Id();
        var verb = new Command("show", "One answer as the citizen would read it.") { id };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            if (await services.GetRequiredService<AnswerDesk>().FindAsync(parse.GetValue(id), token) is not { } line)
            {
                await Console.Error.WriteLineAsync($"There is no answer {parse.GetValue(id)}; see: hub answers list");
                return ExitCode.NotFound;
            }

            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(line, HttpJson.Readable));
            return ExitCode.Good;
        }));
        return verb;
    }

    private static Command Decide(string name, string says, bool reasonRequired, Func<AnswerActs, Guid, OperatorWord, CancellationToken, Task<AnswerResult>> act)
    {
        var id = Id();
        var reason = new Option<string?>("--reason") { Description = "Why; kept in the journal, and told to the unit with a refusal.", Required = reasonRequired };
        var by = OperatorWords.By();
        var verb = new Command(name, says) { id, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var word = new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason) ?? "");
            var (text, code) = await act(services.GetRequiredService<AnswerActs>(), parse.GetValue(id), word, token) switch
            {
                AnswerResult.Done done => (done.Text, ExitCode.Good),
                AnswerResult.DecidedBefore before => ($"The answer was {before.Outcome} before; nothing to do.", ExitCode.Good),
                AnswerResult.NoAnswer none => ($"There is no answer {none.Id}; see: hub answers list", ExitCode.NotFound),
                AnswerResult.Refused refused => (refused.Reason, ExitCode.Failed),
                var other => throw new InvalidOperationException($"There is no text for {other.GetType().Name}."),
            };
            await (code == ExitCode.Good ? Console.Out : Console.Error).WriteLineAsync(text);
            return code;
        }));
        return verb;
    }

    private static Argument<Guid> Id() => new("ID") { Description = "As hub answers list shows it." };
}
