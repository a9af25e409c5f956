using System.CommandLine;
using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>`hub routing explain --text …`: the decision on one text, step by step, for a person.</summary>
internal static class RoutingExplainVerb
{
    public static Command Create(Option<DirectoryInfo> folder, TimeProvider clock)
    {
        var text = new Option<string>("--text") { Description = "The report.", Required = true };
        var title = new Option<string?>("--title") { Description = "Its title." };
        var channel = new Option<string>("--channel") { Description = "Channel it came from.", DefaultValueFactory = _ => "sp4n-lapor" };
        var category = new Option<string?>("--category") { Description = "The channel's category, TOP > SUB." };
        var place = new Option<string?>("--place") { Description = "Place as the channel wrote it, or a Kemendagri code such as 32.04." };
        var at = new Option<DateOnly?>("--at") { Description = "Day of the report, as 2024-10-21; today when left out." };
        var json = new Option<bool>("--json") { Description = "Only the explanation, as it is stored." };
        var command = new Command("explain", "Explains the decision on one text.") { text, title, channel, category, place, at, json };
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
        {
            var facts = new ReportFacts(
                parse.GetRequiredValue(channel),
                parse.GetValue(at) is { } day ? JakartaDay.Noon(day) : clock.GetUtcNow(),
                parse.GetValue(title),
                parse.GetRequiredValue(text),
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

    private static void Write(TextWriter output, RoutingDecision decision, bool json)
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
        output.WriteLine($"Rule set {told.RuleSet}, structure of {told.StructureOf:yyyy-MM-dd}, authority {told.Authority}, winning rule {told.WinningRule ?? "-"}");
        WriteList(output, "Steps", told.Steps.Select(step => $"{(step.Ended ? "=>" : "  ")} {step.Step}: {step.Result}"));
        WriteList(output, "Facts", told.Facts.Select(fact => $"   {fact.Kind}: {fact.Value} <- {fact.From}"));
        WriteList(output, "Candidates", told.Candidates.Select(candidate => $"{candidate.Score,6:0.00} {candidate.Topic} ({candidate.Unit ?? "-"}): {candidate.Why}; {string.Join(", ", candidate.Rules)}"));
    }

    private static void WriteList(TextWriter output, string title, IEnumerable<string> lines)
    {
        output.WriteLine(title);
        foreach (var line in lines)
        {
            output.WriteLine($"  {line}");
        }
    }
}
