using System.CommandLine;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>hub triage doubts and settle: reports of units whose content has changed so that the rules would decide otherwise now.</summary>
internal static class TriageDoubtVerbs
{
    private const int Most = 500;

    public static Command Doubts()
    {
        var verb = new Command("doubts", "Reports that a unit has and that the rules would give to another since their content changed, oldest first.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            foreach (var doubt in await services.GetRequiredService<DoubtDesk>().ListAsync(Most, token))
            {
                await Console.Out.WriteLineAsync($"{doubt.Number}  {doubt.At:yyyy-MM-dd HH:mm}Z  with {doubt.Unit,-16}  now {doubt.Would} {doubt.Target ?? "-"}");
            }

            return ExitCode.Good;
        }));
        return verb;
    }

    public static Command Settle()
    {
        var number = new Argument<string>("NUMBER") { Description = "The report, for instance LP-2026-000123." };
        var (reason, by) = (OperatorWords.Reason(), OperatorWords.By());
        var verb = new Command("settle", "A person has looked: the report stays with its unit, or the unit was asked to return it.") { number, reason, by };
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            var settled = await services.GetRequiredService<DoubtDesk>().SettleAsync(parse.GetValue(number)!, (parse.GetValue(by)!, parse.GetValue(reason)!), token);
            await (settled ? Console.Out : Console.Error).WriteLineAsync(settled ? $"{parse.GetValue(number)} is off the list." : $"There is no open doubt on {parse.GetValue(number)}; see: hub triage doubts");
            return settled ? ExitCode.Good : ExitCode.NotFound;
        }));
        return verb;
    }
}
