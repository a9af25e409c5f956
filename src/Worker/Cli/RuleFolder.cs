using System.CommandLine;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Worker.Cli;

/// <summary>Runs a verb on the loaded rules, or prints every fault and ends with 1.</summary>
internal static class RuleFolder
{
    /// <param name="today">In Jakarta, where the units that are named must be in force.</param>
    public static int With(ParseResult parse, Option<DirectoryInfo> folder, Func<RoutingKnowledge, int> action, DateOnly? today = null)
    {
        return With(parse, RoutingFiles.Load(parse.GetRequiredValue(folder).FullName, today), action);
    }

    /// <summary>For what makes a model: the present one, which may be broken, is not read.</summary>
    public static int WithoutModel(ParseResult parse, DirectoryInfo folder, Func<RoutingKnowledge, int> action) =>
        With(parse, RoutingFiles.LoadWithoutModel(folder.FullName), action);

    /// <summary>That of --rules, or without it the one of the hub's own configuration.</summary>
    public static DirectoryInfo Of(ParseResult parse, Option<DirectoryInfo> folder, IServiceProvider services) => parse.GetResult(folder) is { Implicit: false }
        ? parse.GetRequiredValue(folder)
        : new DirectoryInfo(RulesRegistration.FolderOf(services.GetRequiredService<IConfiguration>()));

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

    /// <summary>For verbs that look at the store: with the rules of --rules, or without it those of the hub's own configuration.</summary>
    public static Task<int> WithStoreAsync(ParseResult parse, Option<DirectoryInfo> folder, Func<IServiceProvider, RoutingEngine, Task<int>> action) =>
        Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            if (parse.GetResult(folder) is not { Implicit: false })
            {
                return await action(services, services.GetRequiredService<RoutingRules>().Engine);
            }

            RoutingKnowledge? other = null;
            var code = With(parse, folder, knowledge =>
            {
                other = knowledge;
                return ExitCode.Good;
            });
            return other is null ? code : await action(services, new RoutingEngine(other));
        });
}
