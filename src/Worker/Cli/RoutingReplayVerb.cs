using System.CommandLine;
using Hub.Router.Routing.Trial;

namespace Hub.Worker.Cli;

/// <summary>`hub routing replay`: makes stored decisions again from what they looked at; each must come out as it was, byte for byte (P7).</summary>
internal static class RoutingReplayVerb
{
    public static Command Create(Option<DirectoryInfo> folder, TimeProvider clock)
    {
        var (days, list) = (HistoryOptions.Days(30), HistoryOptions.List(20));
        var command = new Command("replay", "Makes stored decisions of this rule set again and compares them with what is stored; ends with 1 when one differs.") { days, list };
        command.SetAction((parse, token) => RuleFolder.WithStoreAsync(parse, folder, async (services, engine) =>
        {
            var output = parse.InvocationConfiguration.Output;
            var from = clock.GetUtcNow() - TimeSpan.FromDays(parse.GetValue(days));
            var result = await services.GetRequiredService<ReplayOfDecisions>().RunAsync(engine, from, parse.GetValue(list), token);
            await output.WriteLineAsync($"Rule set {result.RuleSet}: {result.Same + result.Differ} decisions made again, {result.Same} came out the same, {result.Differ} did not.");
            foreach (var (number, what) in result.Different)
            {
                await output.WriteLineAsync($"  {number}: {what}");
            }

            foreach (var (set, count) in result.OtherSets.OrderByDescending(one => one.Value))
            {
                await output.WriteLineAsync($"  {count} decisions are of rule set {set}; make them again with the folder as it was then: --rules FOLDER");
            }

            return result.Differ == 0 ? ExitCode.Good : ExitCode.Failed;
        }));
        return command;
    }
}
