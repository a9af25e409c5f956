using System.CommandLine;
using System.Globalization;
using Hub.Router.Intake.Quarantine;
using Hub.Router.Intake.Replay;

namespace Hub.Worker.Cli;

/// <summary>hub replay: the raw archive through today's readers, first the difference, then the change.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        var words = new Words();
        var verb = new Command("replay", "Read stored bodies again with today's readers: show what would change, then change it. Bytes, states and newer content are never touched.")
        {
            words.Channel, words.From, words.To, words.Account, words.After, words.DryRun, words.By, words.Yes, words.Batch, words.Pause,
        };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), services => RunAsync(services.GetRequiredService<ReplayDesk>(), parse, words, token)));
        return verb;
    }

    private static async Task<int> RunAsync(ReplayDesk desk, ParseResult parse, Words words, CancellationToken token)
    {
        var range = words.Range(parse);
        if (!desk.CanRead(range.Channel))
        {
            await Console.Error.WriteLineAsync($"The channel {range.Channel} is not configured here, so nobody can read its bodies.");
            return ExitCode.NotFound;
        }

        var bodies = await desk.CountAsync(range, token);
        await Console.Out.WriteLineAsync($"{bodies} bodies of {range}.");
        var preview = await desk.PreviewAsync(range, new Spoken<ReplayTally>(tally => $"compared {tally.Bodies} of {bodies} …"), token);
        await Console.Out.WriteLineAsync(Text("would be", preview));
        if (parse.GetValue(words.DryRun) || !preview.HasEffect)
        {
            return ExitCode.Good;
        }

        if (await Confirmation.AskAsync(parse.GetValue(words.Yes), bodies.ToString(CultureInfo.InvariantCulture)) is { } code)
        {
            return code;
        }

        var way = (new Pace(parse.GetValue(words.Batch), parse.GetValue(words.Pause)), new Spoken<ReplayTally>(tally => $"{tally.Bodies} of {bodies} …"));
        var done = await desk.ApplyAsync(range, parse.GetValue(words.By)!, way, token);
        await Console.Out.WriteLineAsync(Text("were", done with { Samples = [] }));
        if (done.Stopped)
        {
            await Console.Out.WriteLineAsync($"Stopped after {done.Bodies} of {bodies} bodies. Go on with --after {done.LastBody}; beginning anew does no harm.");
        }

        return done.Stopped || done.NotSaved > 0 ? ExitCode.Failed : ExitCode.Good;
    }

    private static string Text(string verb, ReplayTally tally) => string.Join(
        Environment.NewLine,
        [
            $"  {tally.Unchanged,8} bodies {(verb == "were" ? "were" : "are")} unchanged",
            $"  {tally.AddedItems,8} items {verb} added",
            $"  {tally.ChangedReports,8} reports {verb} corrected{(tally.Fields.Count == 0 ? "" : $" ({string.Join(", ", tally.Fields.Select(field => $"{field.Key} {field.Value}"))})")}",
            $"  {tally.NowReadable,8} quarantined places are readable now",
            $"  {tally.NoLongerReadable,8} places can no longer be read",
            $"  {tally.Gone,8} reports are not in today's reading and stay as they are",
            .. tally.NotSaved == 0 ? (string[])[] : [$"  {tally.NotSaved,8} bodies could not be saved; see hub quarantine list"],
            .. tally.Samples.Select(sample => sample.Field is null
                ? $"  {sample.What}: {sample.Subject} {sample.Before}{sample.After}"
                : $"  {sample.What}: {sample.Subject} {sample.Field}: \"{sample.Before}\" -> \"{sample.After}\""),
        ]);

    private sealed class Words
    {
        public Option<string> Channel { get; } = new("--channel") { Description = "whatsapp, cc158 or sp4n.", Required = true };

        public Option<DateTimeOffset> From { get; } = Instant("--from", "Bodies that came at this time or later: 2026-03-02 (midnight in Jakarta) or 2026-03-02T08:00:00+07:00.");

        public Option<DateTimeOffset> To { get; } = Instant("--to", "Bodies that came before this time.");

        public Option<string?> Account { get; } = new("--account") { Description = "Only this account of the channel." };

        public Option<Guid?> After { get; } = new("--after") { Description = "Go on behind this body, where a replay was stopped." };

        public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only show the difference." };

        public Option<string> By { get; } = OperatorWords.By();

        public Option<bool> Yes { get; } = OperatorWords.Yes();

        public Option<int> Batch { get; } = OperatorWords.Batch(100);

        public Option<TimeSpan> Pause { get; } = OperatorWords.Pause();

        public ReplayRange Range(ParseResult parse) =>
            new(parse.GetValue(Channel)!, parse.GetValue(From), parse.GetValue(To)) { Account = parse.GetValue(Account), After = parse.GetValue(After) };

        private static Option<DateTimeOffset> Instant(string name, string description) => new(name)
        {
            Description = description,
            Required = true,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    return JakartaDay.Noon(day).AddHours(-12);
                }

                if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) && text.Contains('T', StringComparison.Ordinal) && HasOffset(text))
                {
                    return instant;
                }

                result.AddError($"{name} \"{text}\" is neither a day (2026-03-02) nor a time with its offset (2026-03-02T08:00:00+07:00).");
                return default;
            },
        };

        private static bool HasOffset(string text) => text.EndsWith('Z') || text[text.IndexOf('T', StringComparison.Ordinal)..].AsSpan().ContainsAny('+', '-');
    }
}
