using System.CommandLine;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Cli;

/// <summary>Runs a verb on the loaded rules, or prints every fault and ends with 1.</summary>
internal static class RuleFolder
{
    public static int With(ParseResult parse, Option<DirectoryInfo> folder, Func<RoutingKnowledge, int> action)
    {
        switch (RoutingFiles.Load(parse.GetRequiredValue(folder).FullName))
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
