using System.CommandLine;
using System.Globalization;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>`hub routing train FILE …`: makes model.json from labelled reports. Nothing is written while a row or the result has a fault.</summary>
internal static class RoutingTrainVerb
{
    public static Command Create(Option<DirectoryInfo> folder)
    {
        var files = new Argument<FileInfo[]>("file") { Description = "CSV with id, text, topic_unit, and maybe title, location_hint, authority; files of an evaluation as well.", Arity = ArgumentArity.ZeroOrMore };
        files.AcceptExistingOnly();
        var texts = new Option<DirectoryInfo>("--texts") { Description = "Folder of further such files; the texts that came with the program when left out, none with an empty folder.", DefaultValueFactory = _ => new DirectoryInfo(TrainingFiles.Shipped) };
        texts.AcceptExistingOnly();
        var output = new Option<DirectoryInfo?>("--out") { Description = "Folder that gets model.json; the folder of rule files when left out." };
        var name = new Option<string?>("--name") { Description = "What the model is called in its provenance; the names of the files when left out." };
        var history = new Option<bool>("--from-history") { Description = "Learns from what people decided in this hub as well; the use of their reports' texts is in the journal." };
        var by = OperatorWords.By();
        var command = new Command("train", "Trains the text model from labelled files and writes it beside the rules.") { files, texts, output, name, history, by };
        command.SetAction((parse, token) => parse.GetValue(history)
            ? Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services => Run(parse, RuleFolder.Of(parse, folder, services), await PastAsync(services.GetRequiredService<RoutingHistory>(), parse.GetValue(by)!, token)))
            : Task.FromResult(Run(parse, parse.GetRequiredValue(folder), [])));
        return command;

        int Run(ParseResult parse, DirectoryInfo rules, IReadOnlyList<TrainingReport> past) => RuleFolder.WithoutModel(parse, rules, knowledge =>
        {
            string[] paths = [.. Directory.GetFiles(parse.GetRequiredValue(texts).FullName, "*.csv").Order(StringComparer.Ordinal), .. (parse.GetValue(files) ?? []).Select(file => file.FullName)];
            var set = TrainingFiles.Read(paths, RoutingTraining.Labels(knowledge));
            if (set.Faults.Count > 0)
            {
                return Refuse(parse.InvocationConfiguration.Error, set.Faults);
            }

            var all = set with { Reports = [.. set.Reports, .. past] };
            var sources = paths.Select(Path.GetFileName).Concat(past.Count > 0 ? ["history"] : Array.Empty<string>());
            var provenance = new ModelProvenance(parse.GetValue(name) ?? string.Join(", ", sources), all.Reports.Count, all.Digest());
            return Train(parse, knowledge, all.Reports, provenance, parse.GetValue(output) ?? rules);
        });
    }

    /// <summary>All that people decided; what is to be learned has to be in memory whole.</summary>
    private static async Task<IReadOnlyList<TrainingReport>> PastAsync(RoutingHistory history, string by, CancellationToken cancellationToken)
    {
        var past = new List<TrainingReport>();
        await foreach (var report in history.LabelsAsync(DateTimeOffset.UnixEpoch, JakartaDay.Begin(new DateOnly(2100, 1, 1)), cancellationToken))
        {
            past.Add(report);
        }

        await history.LeavesAsync("train --from-history", past.Count, (by, "training of the router"), cancellationToken);
        return past;
    }

    private static int Train(ParseResult parse, RoutingKnowledge knowledge, IReadOnlyList<TrainingReport> reports, ModelProvenance provenance, DirectoryInfo output)
    {
        try
        {
            var model = RoutingTraining.Train(knowledge, reports, provenance);
            var faults = Write(output, knowledge, model);
            if (faults.Count > 0)
            {
                return Refuse(parse.InvocationConfiguration.Error, faults);
            }

            Tell(parse.InvocationConfiguration.Output, model, Path.Combine(output.FullName, KnowledgeFile.Model));
            return 0;
        }
        catch (ArgumentException unusable)
        {
            parse.InvocationConfiguration.Error.WriteLine($"Nothing can be learned from these reports: {unusable.Message}");
            return 1;
        }
    }

    /// <summary>Read back and linted as the hub would at its start; only then does it take the place of the old one, whole.</summary>
    private static List<KnowledgeFault> Write(DirectoryInfo output, RoutingKnowledge knowledge, RoutingModel model)
    {
        var text = RoutingModelFile.Write(model);
        var faults = new List<KnowledgeFault>();
        faults.AddRange(RoutingKnowledgeCheck.Run(knowledge with { Model = RoutingModelFile.Read(text, faults) }));
        if (faults.Count == 0)
        {
            output.Create();
            var path = Path.Combine(output.FullName, KnowledgeFile.Model);
            File.WriteAllText($"{path}.new", text);
            File.Move($"{path}.new", path, overwrite: true);
        }

        return faults;
    }

    private static int Refuse(TextWriter error, IReadOnlyList<KnowledgeFault> faults)
    {
        foreach (var fault in faults)
        {
            error.WriteLine(fault);
        }

        error.WriteLine($"{faults.Count} faults; nothing was written.");
        return 1;
    }

    private static void Tell(TextWriter output, RoutingModel model, string path)
    {
        var scores = model.Scores;
        output.WriteLine($"{path}: {model.Provenance.Reports} reports ({model.Provenance.Name}), digest {model.Provenance.Digest}, {RoutingTraining.Trainer}.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"By {scores.Folds}-fold cross-validation, rules and model together: topic accuracy {scores.TopicAccuracy:0.000}, topic macro-F1 {scores.TopicMacroF1:0.000}, authority accuracy {scores.AuthorityAccuracy:0.000}, strict accuracy {scores.StrictAccuracy:0.000}, strict macro-F1 {scores.StrictMacroF1:0.000}."));
    }
}
