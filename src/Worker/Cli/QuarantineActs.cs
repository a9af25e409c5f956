using System.CommandLine;
using Hub.Router.Intake;
using Hub.Router.Intake.Quarantine;

namespace Hub.Worker.Cli;

/// <summary>hub quarantine retry and discard: entries by name, or all that a filter takes.</summary>
internal static class QuarantineActs
{
    private const int Sample = 10;

    public static Command Retry()
    {
        var words = new BulkWords();
        var verb = words.AddTo(new Command("retry", "Read bodies again, or send messages to their queue again: the entries named, or all that the filter takes."));
        verb.SetAction((parse, token) => RunAsync(parse, words, new Act(
            "tried again",
            async (desk, id, by) => Words(await desk.RetryAsync(id, by, token)),
            (bulk, query, by, way) => bulk.RetryAsync(query, by, way, token)), token));
        return verb;
    }

    public static Command Discard()
    {
        var words = new BulkWords();
        var reason = new Option<string>("--reason") { Description = "Why it needs no reading; kept in the journal.", Required = true };
        var verb = words.AddTo(new Command("discard", "Settle entries that need no reading. Their bytes stay in the archive.") { reason });
        verb.SetAction((parse, token) => RunAsync(parse, words, new Act(
            "discarded",
            async (desk, id, by) => Words(id, await desk.DiscardAsync(id, (by, parse.GetValue(reason)!), token)),
            (bulk, query, by, way) => bulk.DiscardAsync(query, (by, parse.GetValue(reason)!), way, token)), token));
        return verb;
    }

    private static Task<int> RunAsync(ParseResult parse, BulkWords words, Act act, CancellationToken token) =>
        Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), services => (parse.GetValue(words.Ids)!, words.Query(parse)) switch
        {
            ({ Length: > 0 } named, { Channel: null, Code: null }) => NamedAsync(services, named, act, parse.GetValue(words.By)!),
            ({ Length: > 0 }, _) => UsageAsync("Name entries or give a filter, not both."),
            (_, { Channel: null, Code: null }) when !parse.GetValue(words.All) => UsageAsync("Name entries, or give --channel, --code or --all."),
            var (_, query) => FilteredAsync(services, (parse, words, query), act, token),
        });

    private static async Task<int> NamedAsync(IServiceProvider services, IReadOnlyList<Guid> named, Act act, string by)
    {
        var worst = ExitCode.Good;
        foreach (var id in named)
        {
            var (text, code) = await act.One(services.GetRequiredService<QuarantineDesk>(), id, by);
            await (code == ExitCode.Good ? Console.Out : Console.Error).WriteLineAsync(text);
            worst = Math.Max(worst, code);
        }

        return worst;
    }

    private static async Task<int> FilteredAsync(IServiceProvider services, (ParseResult Parse, BulkWords Words, QuarantineQuery Query) asked, Act act, CancellationToken token)
    {
        var (parse, words, query) = asked;
        var desk = services.GetRequiredService<QuarantineDesk>();
        var count = await desk.CountAsync(query, token);
        await Console.Out.WriteLineAsync($"{count} open entries would be {act.Word} ({query}).");
        foreach (var entry in await desk.ListAsync(query, null, Sample, token))
        {
            await Console.Out.WriteLineAsync(OperatorWords.Line(entry));
        }

        if (count == 0)
        {
            return ExitCode.Good;
        }

        if (await Confirmation.AskAsync(parse.GetValue(words.Yes), count.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } code)
        {
            return code;
        }

        var way = (new Pace(parse.GetValue(words.Batch), parse.GetValue(words.Pause)), new Spoken<BulkTally>(tally => $"{tally.Total} of {count} …"));
        var tally = await act.Many(services.GetRequiredService<QuarantineBulk>(), query, parse.GetValue(words.By)!, way);
        await Console.Out.WriteLineAsync($"{tally.Done} {act.Word}, {tally.Failed} still fail, {tally.Skipped} were settled before.{(tally.Stopped ? " Stopped; the same command goes on." : "")}");
        return tally.Failed > 0 || tally.Stopped ? ExitCode.Failed : ExitCode.Good;
    }

    private static async Task<int> UsageAsync(string text)
    {
        await Console.Error.WriteLineAsync(text);
        return ExitCode.Usage;
    }

    private static (string Text, int Code) Words(RetryResult result) => result switch
    {
        RetryResult.Done done => ($"{done.Id} is settled: {done.How}.", ExitCode.Good),
        RetryResult.SettledBefore before => ($"{before.Id} was settled before; nothing to do.", ExitCode.Good),
        RetryResult.StillFails fails => ($"{fails.Id} still fails: {fails.Code}. {fails.Reason}", ExitCode.Failed),
        RetryResult.NoEntry none => ($"There is no quarantine entry {none.Id}.", ExitCode.NotFound),
        var other => throw new InvalidOperationException($"There is no answer for {other.GetType().Name}."),
    };

    private static (string Text, int Code) Words(Guid id, DiscardResult result) => result switch
    {
        DiscardResult.Done => ($"{id} is discarded.", ExitCode.Good),
        DiscardResult.SettledBefore => ($"{id} was settled before; nothing to do.", ExitCode.Good),
        _ => ($"There is no quarantine entry {id}.", ExitCode.NotFound),
    };

    /// <summary>One of the two acts, in its two forms.</summary>
    private sealed record Act(
        string Word, Func<QuarantineDesk, Guid, string, Task<(string Text, int Code)>> One,
        Func<QuarantineBulk, QuarantineQuery, string, (Pace, IProgress<BulkTally>), Task<BulkTally>> Many);

    /// <summary>What both verbs take.</summary>
    private sealed class BulkWords
    {
        public Argument<Guid[]> Ids { get; } = new("ID") { Description = "Entries as hub quarantine list shows them.", Arity = ArgumentArity.ZeroOrMore };

        public Option<string?> Channel { get; } = OperatorWords.Channel();

        public Option<string?> Code { get; } = OperatorWords.Code();

        public Option<bool> All { get; } = new("--all") { Description = "Every open entry." };

        public Option<string> By { get; } = OperatorWords.By();

        public Option<bool> Yes { get; } = OperatorWords.Yes();

        public Option<int> Batch { get; } = OperatorWords.Batch(20);

        public Option<TimeSpan> Pause { get; } = OperatorWords.Pause();

        public QuarantineQuery Query(ParseResult parse) => new(parse.GetValue(Channel), parse.GetValue(Code));

        public Command AddTo(Command verb)
        {
            verb.Arguments.Add(Ids);
            foreach (var option in (Option[])[Channel, Code, All, By, Yes, Batch, Pause])
            {
                verb.Options.Add(option);
            }

            return verb;
        }
    }
}
