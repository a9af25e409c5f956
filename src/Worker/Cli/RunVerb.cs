using System.CommandLine;

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
        using var only = await HubStart.PrepareAsync(app.Services, cancellationToken);
        if (onlyCheck)
        {
            await Console.Out.WriteLineAsync("The configuration and the store are in order.");
            return ExitCode.Good;
        }

        var ending = app.Services.GetRequiredService<HubEnding>();
        ending.Guard();
        app.Lifetime.ApplicationStarted.Register(GiveBack);
        await app.RunAsync(cancellationToken);
        return ending.Code;
    }

    /// <summary>Reading and checking the rules leaves a heap of which the service keeps a fraction; on a calm day nothing else would ever clear it away.</summary>
    private static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
