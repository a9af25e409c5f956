using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>`hub routing evaluate FILE`: decides every row from its text and place, then compares. The last line is JSON.</summary>
internal static class RoutingEvaluateVerb
{
    /// <summary>Labelled files use the unit names of the undivided ministry, so its last day is the default.</summary>
    private static readonly DateOnly LastDayOfOneMinistry = new(2024, 10, 20);

    public static Command Create(Option<DirectoryInfo> folder)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV with id, text, location_hint, gold_unit, alt_units, topic_unit." };
        file.AcceptExistingOnly();
        var at = new Option<DateOnly>("--at") { Description = "Day whose structure counts, as 2024-10-21.", DefaultValueFactory = _ => LastDayOfOneMinistry };
        var errors = new Option<bool>("--errors") { Description = "List the id, answer and label of each row that is wrong; never its text." };
        var command = new Command("evaluate", "Measures the rules on a labelled file.") { file, at, errors };
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
        {
            Evaluate(parse.InvocationConfiguration.Output, knowledge, LabelledFile.Read(parse.GetRequiredValue(file).FullName), parse.GetValue(at), parse.GetValue(errors));
            return 0;
        }));
        return command;
    }

    private static void Evaluate(TextWriter output, RoutingKnowledge knowledge, IReadOnlyList<LabelledReport> reports, DateOnly at, bool showErrors)
    {
        var engine = new RoutingEngine(knowledge);
        var names = new RoutingLabelNames(knowledge.Units);
        List<(LabelledReport Report, RoutingDecision Decision)> decided = [.. reports.Select(report => (report, engine.Decide(Facts(report, at))))];
        List<(RoutingLabels Gold, RoutingAnswer Answer)> rows = [.. decided.Select(row => (row.Report.Labels, names.Answer(row.Decision)))];

        output.WriteLine($"Rule set {knowledge.Version}, structure of {at:yyyy-MM-dd}, {rows.Count} reports.");
        WriteClasses(output, "topic", rows.Select(row => (row.Gold.Topic, row.Answer.Topic)));
        WriteClasses(output, "strict", rows.Select(row => (row.Gold.Unit, row.Answer.Unit)));
        if (showErrors)
        {
            WriteErrors(output, decided, rows);
        }

        output.WriteLine(JsonSerializer.Serialize(Line(RoutingScores.Of(rows)), EvaluationJson.Default.EvaluationLine));
    }

    private static ReportFacts Facts(LabelledReport report, DateOnly at) =>
        new("evaluation", JakartaDay.Noon(at), null, report.Text, null, ReportClass.Unclassified, new Sensitivity(false, false), string.IsNullOrWhiteSpace(report.LocationHint) ? null : new ReportPlace(report.LocationHint));

    private static void WriteClasses(TextWriter output, string name, IEnumerable<(string Gold, string? Answer)> pairs)
    {
        var all = pairs.ToArray();
        foreach (var unit in all.GroupBy(pair => pair.Gold).OrderByDescending(group => group.Count()))
        {
            output.WriteLine($"{name,-7} {unit.Key,-20} gold {unit.Count(),4}  found {unit.Count(pair => pair.Answer == unit.Key),4}  answered {all.Count(pair => pair.Answer == unit.Key),4}");
        }
    }

    private static void WriteErrors(TextWriter output, List<(LabelledReport Report, RoutingDecision Decision)> decided, List<(RoutingLabels Gold, RoutingAnswer Answer)> rows)
    {
        foreach (var ((report, decision), (gold, answer)) in decided.Zip(rows).Where(pair => pair.Second.Answer.Unit != pair.Second.Gold.Unit || pair.Second.Answer.Topic != pair.Second.Gold.Topic))
        {
            output.WriteLine($"{report.Id}: {answer.Unit} (topic {answer.Topic}), label {gold.Unit} (topic {gold.Topic}); {decision.Outcome}, {decision.Explanation.Authority}, {string.Join(' ', decision.Explanation.Candidates.Take(3).Select(candidate => $"{candidate.Topic}={candidate.Score}"))}; {string.Join(' ', decision.Explanation.Facts.Where(fact => fact.Kind is "authority").Select(fact => fact.Value))}");
        }
    }

    private static EvaluationLine Line(RoutingScores scores) => new(
        scores.Count,
        scores.TopicAccuracy,
        scores.TopicMacroF1,
        scores.StrictAccuracy,
        scores.StrictMacroF1,
        scores.AutoShare,
        scores.AutoPrecision,
        scores.TriageShare);
}

/// <summary>The closing line, for programs.</summary>
internal sealed record EvaluationLine(
    [property: JsonPropertyName("n")] int Count,
    [property: JsonPropertyName("topic_accuracy")] double TopicAccuracy,
    [property: JsonPropertyName("topic_macro_f1")] double TopicMacroF1,
    [property: JsonPropertyName("strict_accuracy")] double StrictAccuracy,
    [property: JsonPropertyName("strict_macro_f1")] double StrictMacroF1,
    [property: JsonPropertyName("auto_share")] double AutoShare,
    [property: JsonPropertyName("auto_precision")] double AutoPrecision,
    [property: JsonPropertyName("triage_share")] double TriageShare);

[JsonSerializable(typeof(EvaluationLine))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
