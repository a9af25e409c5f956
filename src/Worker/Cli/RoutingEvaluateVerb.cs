using System.CommandLine;
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
        var file = new Argument<FileInfo>("file") { Description = "CSV with id, text, location_hint, gold_unit, alt_units, topic_unit and, if known, authority." };
        file.AcceptExistingOnly();
        var at = new Option<DateOnly>("--at") { Description = "Day whose structure counts, as 2024-10-21.", DefaultValueFactory = _ => LastDayOfOneMinistry };
        var errors = new Option<bool>("--errors") { Description = "List the id, answer and label of each row that is wrong; never its text." };
        var command = new Command("evaluate", "Measures rules and model on a labelled file.") { file, at, errors };
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
        {
            var (reports, faults) = LabelledFile.Read(parse.GetRequiredValue(file).FullName);
            foreach (var fault in faults)
            {
                parse.InvocationConfiguration.Error.WriteLine(fault);
            }

            if (reports.Count == 0)
            {
                parse.InvocationConfiguration.Error.WriteLine("No row can be judged.");
                return ExitCode.Failed;
            }

            Write(parse.InvocationConfiguration.Output, knowledge, reports, (parse.GetValue(at), parse.GetValue(errors)));
            return faults.Count == 0 ? ExitCode.Good : ExitCode.Failed;
        }));
        return command;
    }

    private static void Write(TextWriter output, RoutingKnowledge knowledge, IReadOnlyList<LabelledReport> reports, (DateOnly At, bool Errors) asked)
    {
        var engine = new RoutingEngine(knowledge);
        var names = new RoutingLabelNames(knowledge.Units);
        List<JudgedReport> judged = [];
        List<RoutingDecision> decisions = [];
        foreach (var report in reports)
        {
            var decision = engine.Decide(Facts(report, asked.At));
            decisions.Add(decision);
            judged.Add(new JudgedReport(report.Id, report.Labels, names.Answer(decision)));
        }

        output.WriteLine($"Rule set {knowledge.Version}, structure of {asked.At:yyyy-MM-dd}, {reports.Count} reports.");
        EvaluationText.Write(output, judged);
        if (asked.Errors)
        {
            EvaluationText.WriteErrors(output, judged, decisions);
        }

        output.WriteLine(EvaluationLine.Of(judged).ToJson());
    }

    private static ReportFacts Facts(LabelledReport report, DateOnly at) =>
        new("evaluation", JakartaDay.Noon(at), null, report.Text, null, ReportClass.Unclassified, new Sensitivity(false, false), string.IsNullOrWhiteSpace(report.LocationHint) ? null : new ReportPlace(report.LocationHint));
}
