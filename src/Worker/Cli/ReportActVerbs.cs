using System.CommandLine;
using Hub.Router.Lifecycle;
using Hub.Router.StatusSync;

namespace Hub.Worker.Cli;

/// <summary>hub report reopen, merge and unmerge: what a person may do to a report apart from choosing its unit.</summary>
internal static class ReportActVerbs
{
    public static Command Reopen()
    {
        var (number, reason, by) = Words();
        var verb = new Command("reopen", "Open an ended report again, within the window after its end.") { number, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services => await AnswerAsync(
            await services.GetRequiredService<ReopenDesk>().ReopenAsync(parse.GetValue(number)!, new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason)!), token))));
        return verb;
    }

    public static Command Merge()
    {
        var (number, reason, by) = Words();
        var into = new Option<string>("--into") { Description = "The report under which it goes on.", Required = true };
        var yes = OperatorWords.Yes();
        var verb = new Command("merge", "Let a report go on under another one about the same thing.") { number, into, reason, by, yes };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), services => MergeAsync(
            services.GetRequiredService<MergeDesk>(), (parse.GetValue(number)!, parse.GetValue(into)!), (new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason)!), parse.GetValue(yes)), token)));
        return verb;
    }

    public static Command Unmerge()
    {
        var (number, reason, by) = Words();
        var verb = new Command("unmerge", "Take a merged report apart again; it stands where it stood before.") { number, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services => await AnswerAsync(
            await services.GetRequiredService<MergeDesk>().UnmergeAsync(parse.GetValue(number)!, new OperatorWord(parse.GetValue(by)!, parse.GetValue(reason)!), token))));
        return verb;
    }

    private static async Task<int> MergeAsync(MergeDesk desk, (string Number, string Into) which, (OperatorWord Word, bool Yes) how, CancellationToken cancellationToken)
    {
        if (await desk.PreviewAsync(which.Number, which.Into, cancellationToken) is not { } preview)
        {
            return await AnswerAsync(new ReportActResult.NoReport($"{which.Number} or {which.Into}"));
        }

        foreach (var (side, does) in new[] { (preview.Report, "goes on under"), (preview.Into, "and is told as one") })
        {
            await Console.Out.WriteLineAsync($"{side.Number}  {side.Channel,-8}  {side.State,-15}  {side.Unit ?? "-",-12}  {does,-18}  {side.Title}");
        }

        if (preview.Fault is { } fault)
        {
            return await AnswerAsync(new ReportActResult.Refused(fault));
        }

        await Console.Out.WriteLineAsync("Its channel is told where it goes on, and later every status of the other; its reporter's words reach the other's unit.");
        return await Confirmation.AskAsync(how.Yes, preview.Report.Number)
            ?? await AnswerAsync(await desk.MergeAsync(which, how.Word, (preview.Report.Version, preview.Into.Version), cancellationToken));
    }

    private static (Argument<string> Number, Option<string> Reason, Option<string> By) Words() => (
        new Argument<string>("NUMBER") { Description = "The report, for instance LP-2026-000123." },
        new Option<string>("--reason") { Description = "Why; kept with the report and in the journal.", Required = true },
        OperatorWords.By());

    private static async Task<int> AnswerAsync(ReportActResult result)
    {
        var (text, code) = result switch
        {
            ReportActResult.Done done => (done.Text, ExitCode.Good),
            ReportActResult.NoReport none => ($"There is no report {none.Number}.", ExitCode.NotFound),
            ReportActResult.Refused refused => (refused.Reason, ExitCode.Failed),
            var other => throw new InvalidOperationException($"There is no text for {other.GetType().Name}."),
        };
        await (code == ExitCode.Good ? Console.Out : Console.Error).WriteLineAsync(text);
        return code;
    }
}
