using System.Data.Common;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Cli;

/// <summary>What a verb ends with (sysexits where one fits).</summary>
internal static class ExitCode
{
    public const int Good = 0;
    public const int Failed = 1;
    public const int Usage = 64;
    public const int NotFound = 66;
    public const int Unavailable = 69;

    /// <summary>The bus is dead and starting it anew did not help: the supervisor starts the process again.</summary>
    public const int BusDead = 70;

    /// <summary>The stop took too long and was ended hard; nothing is lost.</summary>
    public const int StoppedHard = 75;
    public const int Configuration = 78;
}

/// <summary>Runs a verb and turns what a person can mend into a clear text and an exit code.</summary>
internal static class Verb
{
    public static async Task<int> RunAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (SettingsException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCode.Configuration;
        }
        catch (OptionsValidationException fault)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, fault.Failures));
            return ExitCode.Configuration;
        }
        catch (Exception fault) when (fault is DbException || fault.InnerException is DbException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"The store cannot be used: {(fault.InnerException ?? fault).Message}");
            return ExitCode.Unavailable;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Good;
        }
    }

    /// <summary>Runs a verb that needs the rooms, but not the service.</summary>
    public static Task<int> WithToolsAsync(string? configuration, Func<IServiceProvider, Task<int>> verb) => RunAsync(async () =>
    {
        await using var app = HubHost.BuildTools(HubSettings.Read(configuration));
        return await verb(app.Services);
    });
}
