using System.CommandLine;
using Hub.Worker.Config;

namespace Hub.Worker.Cli;

/// <summary>`hub routing …`: ask the rules about one text, measure them on a labelled file, lint them.</summary>
internal static class RoutingVerbs
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--rules") { Description = "Folder of rule files; the shipped ones when left out.", Recursive = true, DefaultValueFactory = _ => new DirectoryInfo(RoutingFiles.Shipped) };
        var command = new Command("routing", "Rules that decide which unit gets a report.") { folder };
        command.Subcommands.Add(RoutingExplainVerb.Create(folder, TimeProvider.System));
        command.Subcommands.Add(RoutingEvaluateVerb.Create(folder));
        command.Subcommands.Add(RoutingTrainVerb.Create(folder));
        command.Subcommands.Add(Check(folder));
        return command;
    }

    private static Command Check(Option<DirectoryInfo> folder)
    {
        var command = new Command("check", "Lists everything that is wrong in the rule files.");
        command.SetAction(parse => RuleFolder.With(parse, folder, knowledge =>
        {
            parse.InvocationConfiguration.Output.WriteLine($"Rule set {knowledge.Version}: {knowledge.Topics.Count} topics, {knowledge.Units.All.Count} units, {knowledge.Categories.Count} categories, {knowledge.Regions.Count} regions, {knowledge.Assets.Count} assets. No faults.");
            return 0;
        }));
        return command;
    }
}
