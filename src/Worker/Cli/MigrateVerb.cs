using System.CommandLine;
using Hub.Router.Persistence;

namespace Hub.Worker.Cli;

/// <summary>hub migrate: brings the schema up to this program.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var verb = new Command("migrate", "Bring the database's schema up to this version; make a backup first.");
        verb.SetAction((parse, token) => Verb.WithToolsAsync(parse.GetValue(HubCommand.ConfigurationFile), services => MigrateAsync(services.GetRequiredService<HubSchema>(), token)));
        return verb;
    }

    private static async Task<int> MigrateAsync(HubSchema schema, CancellationToken cancellationToken)
    {
        switch (await schema.JudgeAsync(cancellationToken))
        {
            case SchemaState.Unknown unknown:
                throw new SettingsException($"The database was made by a newer hub ({string.Join(", ", unknown.Extra)}); it is left alone.");
            case SchemaState.Current:
                await Console.Out.WriteLineAsync("The schema is current; nothing to do.");
                return ExitCode.Good;
            default:
                await schema.MigrateAsync(cancellationToken);
                await Console.Out.WriteLineAsync("The schema is current now.");
                return ExitCode.Good;
        }
    }
}
