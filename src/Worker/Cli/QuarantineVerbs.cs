using System.CommandLine;
using Hub.Router.Intake;

namespace Hub.Worker.Cli;

/// <summary>hub quarantine: what could not be read or placed.</summary>
internal static class QuarantineVerbs
{
    public static Command Create()
    {
        var list = new Command("list", "Open entries, oldest first, with the reason. Bodies stay sealed.");
        list.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            foreach (var entry in await services.GetRequiredService<QuarantineDesk>().OpenAsync(500, token))
            {
                await Console.Out.WriteLineAsync($"{entry.At:yyyy-MM-dd HH:mm:ss}Z  {entry.Channel,-8}  {entry.Code,-16}  {entry.Path}  {entry.Reason}");
            }

            return ExitCode.Good;
        }));
        return new Command("quarantine", "Items that could not be read or placed.") { Subcommands = { list } };
    }
}
