using System.CommandLine;
using Hub.Router.Routing;
using Hub.Router.Routing.Trial;

namespace Hub.Worker.Cli;

/// <summary>Every decision on one report as it was stored, by rules and by people, and on wish what the present rules would say.</summary>
internal static class StoredExplanations
{
    public static Task<int> ShowAsync(ParseResult parse, Option<DirectoryInfo> folder, (string Number, bool Again, bool Json) wish, CancellationToken cancellationToken) =>
        RuleFolder.WithStoreAsync(parse, folder, async (services, engine) =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (await services.GetRequiredService<ExplainDesk>().FindAsync(wish.Number, cancellationToken) is not { } report)
            {
                await parse.InvocationConfiguration.Error.WriteLineAsync($"There is no report {wish.Number}.");
                return ExitCode.NotFound;
            }

            if (wish.Json)
            {
                await output.WriteLineAsync((wish.Again ? engine.Decide(report.Facts).Explanation : report.Decisions.LastOrDefault(one => one.Told is not null)?.Told)?.ToJson() ?? "{}");
                return ExitCode.Good;
            }

            IEnumerable<string> lines = [$"{report.Number}  {report.State}", .. report.Decisions.SelectMany(Lines), .. wish.Again ? Again(report, engine) : []];
            await output.WriteLineAsync(string.Join(Environment.NewLine, lines));
            return ExitCode.Good;
        });

    private static IEnumerable<string> Lines(ExplainedDecision decision, int index) =>
    [
        "",
        $"Decision {index + 1}, {decision.At:yyyy-MM-dd HH:mm:ss}Z by {decision.By}: {decision.Outcome} {decision.Target}{(decision.Suggested is { } suggested ? $", suggested {suggested}" : "")}{(decision.Told is null ? "" : $", confidence {decision.Confidence:0.00}")}",
        decision.Reason,
        .. decision.OnOlderContent ? ["The report said something else then; what the rules looked at is stored with the decision."] : Array.Empty<string>(),
        .. decision.Told is { } told ? ExplanationText.Lines(told) : [],
    ];

    private static IEnumerable<string> Again(ExplainedReport report, RoutingEngine engine)
    {
        var now = engine.Decide(report.Facts);
        var target = now.Unit ?? now.Addressee ?? now.SuggestedUnit ?? "-";
        var before = report.Decisions.LastOrDefault(one => one.Told is not null)?.Told;
        return
        [
            "",
            $"Decided anew with rule set {now.Explanation.RuleSet}: {now.Outcome} {target}, confidence {now.Confidence:0.00}",
            now.Reason,
            .. before is null ? ExplanationText.Lines(now.Explanation) : Changes(ExplanationText.Difference(before, now.Explanation)),
        ];
    }

    private static IEnumerable<string> Changes(IEnumerable<string> difference) =>
        difference.ToList() is { Count: > 0 } lines ? lines.Prepend("Against the last stored explanation:") : ["The explanation is the same as the last stored one."];
}
