using System.CommandLine;
using Hub.Router.Persistence;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Cli;

/// <summary>hub run: the service.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Only check the configuration and the store, then end." };
        var verb = new Command("run", "Run the hub until it is asked to stop (Ctrl-C, SIGTERM).") { check };
        verb.SetAction((parse, token) => Verb.RunAsync(() => ServeAsync(parse.GetValue(HubCommand.ConfigurationFile), parse.GetValue(check), token)));
        return verb;
    }

    private static async Task<int> ServeAsync(string? file, bool onlyCheck, CancellationToken cancellationToken)
    {
        await using var app = HubHost.BuildService(HubSettings.Read(file));
        using var only = await PrepareAsync(app, cancellationToken);
        if (onlyCheck)
        {
            await Console.Out.WriteLineAsync("The configuration and the store are in order.");
            return ExitCode.Good;
        }

        await app.RunAsync(cancellationToken);
        return ExitCode.Good;
    }

    /// <summary>What must be true before the first request: a configuration without fault and a schema this program knows.</summary>
    private static async Task<IDisposable?> PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var embedded = app.Services.GetRequiredService<IOptions<HubOptions>>().Value.Shape is HubShape.Embedded;
        var lockFile = embedded ? OnlyProcess(app.Services.GetRequiredService<IOptions<StoreOptions>>().Value.File) : null;
        var schema = app.Services.GetRequiredService<HubSchema>();
        switch (await schema.JudgeAsync(cancellationToken))
        {
            case SchemaState.Current:
                return lockFile;
            case SchemaState.Empty when embedded:
                await schema.MigrateAsync(cancellationToken);
                return lockFile;
            case SchemaState.Empty:
                throw new SettingsException("The database is empty; run: hub migrate");
            case SchemaState.Older older:
                throw new SettingsException($"The database lacks {string.Join(", ", older.Missing)}; make a backup and run: hub migrate");
            case SchemaState.Unknown unknown:
                throw new SettingsException($"The database was made by a newer hub ({string.Join(", ", unknown.Extra)}); run that version.");
            default:
                throw new InvalidOperationException("There is no such schema state.");
        }
    }

    /// <summary>Two hubs on one file would share one writer badly; the second does not start.</summary>
    private static FileStream OnlyProcess(string store)
    {
        var path = Path.GetFullPath(store) + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new SettingsException($"Another hub runs on {store}; stop it first, or give this one its own Store:File.");
        }
    }
}
