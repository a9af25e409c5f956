using System.CommandLine;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Cli;

/// <summary>Runs a verb on the loaded rules, or prints every fault and ends with 1.</summary>
internal static class RuleFolder
{
    public static int With(ParseResult parse, Option<DirectoryInfo> folder, Func<RoutingKnowledge, int> action)
    {
        return With(parse, RoutingFiles.Load(parse.GetRequiredValue(folder).FullName), action);
    }

    /// <summary>For what makes a model: the present one, which may be broken, is not read.</summary>
    public static int WithoutModel(ParseResult parse, Option<DirectoryInfo> folder, Func<RoutingKnowledge, int> action) =>
        With(parse, RoutingFiles.LoadWithoutModel(parse.GetRequiredValue(folder).FullName), action);

    private static int With(ParseResult parse, RoutingFilesResult result, Func<RoutingKnowledge, int> action)
    {
        switch (result)
        {
            case RoutingFilesResult.Loaded(var knowledge):
                return action(knowledge);
            case RoutingFilesResult.Refused(var faults):
                foreach (var fault in faults)
                {
                    parse.InvocationConfiguration.Error.WriteLine(fault);
                }

                parse.InvocationConfiguration.Error.WriteLine($"{faults.Count} faults; the rules are not used.");
                return 1;
            default:
                throw new InvalidOperationException("Loading the rule files ended in a way that is not on the list.");
        }
    }
}
