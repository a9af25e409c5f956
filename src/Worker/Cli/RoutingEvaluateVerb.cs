using System.CommandLine;
using Hub.Contracts.Reports;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>`hub routing evaluate FILE`: decides every row from its text and place, then compares. The last line is JSON.</summary>
internal static class RoutingEvaluateVerb
{
    private const int MostFolds = 20;

    /// <summary>Labelled files use the unit names of the undivided ministry, so its last day is the default.</summary>
    private static readonly DateOnly LastDayOfOneMinistry = new(2024, 10, 20);

    public static Command Create(Option<DirectoryInfo> folder)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV with id, text, location_hint, gold_unit, alt_units, topic_unit and, if known, authority." };
        file.AcceptExistingOnly();
        var at = new Option<DateOnly>("--at") { Description = "Day whose structure counts, as 2024-10-21.", DefaultValueFactory = _ => LastDayOfOneMinistry };
        var folds = new Option<int>("--folds") { Description = "Train the model anew for each of so many parts, on our texts and the other parts, so that no row is judged by a model that saw it." };
        folds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 2 and <= MostFolds))
            {
                result.AddError($"--folds takes a number from 2 to {MostFolds}.");
            }
        });
        var texts = new Option<DirectoryInfo>("--texts") { Description = "With --folds: folder of our training texts; the shipped ones when left out.", DefaultValueFactory = _ => new DirectoryInfo(TrainingFiles.Shipped) };
        var errors = new Option<bool>("--errors") { Description = "List the id, answer and label of each row that is wrong; never its text." };
        var command = new Command("evaluate", "Measures rules and model on a labelled file.") { file, at, folds, texts, errors };
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
            Evaluate(parse.InvocationConfiguration, knowledge, parse.GetRequiredValue(file), new Asked(parse.GetValue(at), parse.GetValue(folds), parse.GetRequiredValue(texts), parse.GetValue(errors)))));
        return command;
    }

    private static int Evaluate(InvocationConfiguration streams, RoutingKnowledge knowledge, FileInfo file, Asked asked)
    {
        var (reports, faults) = LabelledFile.Read(file.FullName);
        Complain(streams.Error, faults);
        if (reports.Count == 0)
        {
            streams.Error.WriteLine("No row can be judged.");
            return ExitCode.Failed;
        }

        var decisions = asked.Folds > 0 ? InFolds(streams.Error, new FoldTraining(knowledge), reports, asked) : InOne(new RoutingEngine(knowledge), reports, asked);
        if (decisions.Count == 0)
        {
            return ExitCode.Failed;
        }

        streams.Output.WriteLine($"Rule set {knowledge.Version}, structure of {asked.At:yyyy-MM-dd}, {reports.Count} reports, {How(knowledge, asked)}.");
        Write(streams.Output, new RoutingLabelNames(knowledge.Units), (reports, decisions), asked.Errors);
        return faults.Count == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    private static string How(RoutingKnowledge knowledge, Asked asked)
    {
        if (asked.Folds > 0)
        {
            return $"{asked.Folds} folds, each judged by a model of the others and of our texts";
        }

        return knowledge.Model is { } model ? $"rules and model {model.Provenance.Name}" : "rules alone";
    }

    private static RoutingDecision[] InOne(RoutingEngine engine, IReadOnlyList<LabelledReport> reports, Asked asked) =>
        [.. reports.Select(report => engine.Decide(asked.Facts(report)))];

    /// <returns>Nothing when our texts have a fault or there is too little to learn from.</returns>
    private static IReadOnlyList<RoutingDecision> InFolds(TextWriter error, FoldTraining training, IReadOnlyList<LabelledReport> reports, Asked asked)
    {
        try
        {
            var own = training.OwnTexts(asked.Texts);
            Complain(error, own.Faults);
            return own.Faults.Count > 0 ? [] : EvaluationFolds.Decide(reports, new FoldedReading(asked.Folds, own.Reports, asked.Facts), training.Train);
        }
        catch (DirectoryNotFoundException)
        {
            error.WriteLine($"{asked.Texts.FullName}: there is no such folder. Name the folder of training texts with --texts.");
        }
        catch (ArgumentException unusable)
        {
            error.WriteLine($"Nothing can be learned from these reports: {unusable.Message}");
        }

        return [];
    }

    private static void Complain(TextWriter error, IReadOnlyList<KnowledgeFault> faults)
    {
        foreach (var fault in faults)
        {
            error.WriteLine(fault);
        }
    }

    private static void Write(TextWriter output, RoutingLabelNames names, (IReadOnlyList<LabelledReport> Reports, IReadOnlyList<RoutingDecision> Decisions) done, bool errors)
    {
        List<JudgedReport> judged = [.. done.Reports.Zip(done.Decisions, (report, decision) => new JudgedReport(report.Id, report.Labels, names.Answer(decision)))];
        EvaluationText.Write(output, judged);
        if (errors)
        {
            EvaluationText.WriteErrors(output, judged, done.Decisions);
        }

        output.WriteLine(EvaluationLine.Of(judged).ToJson());
    }

    /// <summary>What was asked for on the command line.</summary>
    private sealed record Asked(DateOnly At, int Folds, DirectoryInfo Texts, bool Errors)
    {
        public ReportFacts Facts(LabelledReport report) =>
            new("evaluation", JakartaDay.Noon(At), null, report.Text, null, ReportClass.Unclassified, new Sensitivity(false, false), string.IsNullOrWhiteSpace(report.LocationHint) ? null : new ReportPlace(report.LocationHint));
    }
}
