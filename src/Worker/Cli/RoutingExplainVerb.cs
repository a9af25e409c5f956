using System.CommandLine;
using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>`hub routing explain --text … | REPORT`: the decision on one text, or every stored decision on one report, for a person.</summary>
internal static class RoutingExplainVerb
{
    public static Command Create(Option<DirectoryInfo> folder, TimeProvider clock)
    {
        var report = new Argument<string?>("report") { Description = "A report's number, for instance LP-2026-000123: its decisions as they were stored.", Arity = ArgumentArity.ZeroOrOne };
        var again = new Option<bool>("--again") { Description = "With a report: decide it anew with the present rules (or those of --rules), and show the difference. Nothing is changed." };
        var text = new Option<string?>("--text") { Description = "A text to decide, instead of a report." };
        var title = new Option<string?>("--title") { Description = "Its title." };
        var channel = new Option<string>("--channel") { Description = "Channel it came from.", DefaultValueFactory = _ => "sp4n" };
        var category = new Option<string?>("--category") { Description = "The channel's category, TOP > SUB." };
        var place = new Option<string?>("--place") { Description = "Place as the channel wrote it, or a Kemendagri code such as 32.04." };
        var at = new Option<DateOnly?>("--at") { Description = "Day of the report, as 2024-10-21; today when left out." };
        var json = new Option<bool>("--json") { Description = "Only the explanation, as it is stored." };
        var command = new Command("explain", "Explains the decision on one text, or all decisions on one report.") { report, again, text, title, channel, category, place, at, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(report) is null == result.GetValue(text) is null)
            {
                result.AddError("Give a report's number, or a text with --text.");
            }
        });
        command.SetAction(async (parse, token) => parse.GetValue(report) is { } number
            ? await StoredExplanations.ShowAsync(parse, folder, (number, parse.GetValue(again), parse.GetValue(json)), token)
            : RuleFolder.With(parse, folder, knowledge =>
            {
                var facts = new ReportFacts(
                    parse.GetRequiredValue(channel),
                    parse.GetValue(at) is { } day ? JakartaDay.Noon(day) : clock.GetUtcNow(),
                    parse.GetValue(title),
                    parse.GetValue(text)!,
                    parse.GetValue(category),
                    ReportClass.Unclassified,
                    new Sensitivity(false, false),
                    Place(parse.GetValue(place)));
                Write(parse.InvocationConfiguration.Output, new RoutingEngine(knowledge).Decide(facts), parse.GetValue(json));
                return 0;
            }));
        return command;
    }

    private static ReportPlace? Place(string? place)
    {
        if (string.IsNullOrWhiteSpace(place))
        {
            return null;
        }

        return char.IsAsciiDigit(place[0]) ? new ReportPlace(RegionCode: place) : new ReportPlace(place);
    }

    internal static void Write(TextWriter output, RoutingDecision decision, bool json)
    {
        var told = decision.Explanation;
        if (json)
        {
            output.WriteLine(told.ToJson());
            return;
        }

        var target = decision.Unit ?? decision.Addressee ?? decision.SuggestedUnit ?? "-";
        output.WriteLine(decision.Reason);
        output.WriteLine($"Outcome: {decision.Outcome} {target}, confidence {decision.Confidence:0.00}{(decision.Restricted ? ", restricted" : "")}");
        foreach (var line in ExplanationText.Lines(told))
        {
            output.WriteLine(line);
        }
    }
}
