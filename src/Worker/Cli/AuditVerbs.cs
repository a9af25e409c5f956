using System.CommandLine;
using Hub.Router.Operations;

namespace Hub.Worker.Cli;

/// <summary>hub audit: is the history as it was written?</summary>
internal static class AuditVerbs
{
    public static Command Create()
    {
        var verify = new Command("verify", "Recompute every seal over history lines and people's acts; 1 and the first broken seal if something was changed.");
        verify.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), async services =>
        {
            switch (await services.GetRequiredService<AuditDesk>().VerifyAsync(token))
            {
                case AuditResult.Intact intact:
                    await Console.Out.WriteLineAsync($"{intact.Seals} seals over {intact.Rows} rows hold; {intact.Unsealed} rows wait for the next. Last seal: {intact.Head ?? "none"}");
                    return ExitCode.Good;
                case AuditResult.Broken broken:
                    await Console.Error.WriteLineAsync($"Seal {broken.Seal} is broken: {broken.Reason} Keep the database as it is and compare with a backup.");
                    return ExitCode.Failed;
                case var other:
                    throw new InvalidOperationException($"There is no answer for {other.GetType().Name}.");
            }
        }));
        return new Command("audit", "The sealed history.") { Subcommands = { verify } };
    }
}
