using System.Diagnostics;
using Hub.Worker.Cli;
using Microsoft.Extensions.Options;

namespace Hub.Worker;

/// <summary>How the process ends: by request, by the watchdog, or hard when an orderly stop takes too long (RELIABILITY D5).</summary>
internal sealed partial class HubEnding(IHostApplicationLifetime lifetime, IOptions<HubOptions> options, TimeProvider clock, ILogger<HubEnding> logger)
{
    private static readonly TimeSpan LastResort = TimeSpan.FromSeconds(2);

    public int Code { get; private set; } = ExitCode.Good;

    /// <summary>Stops the hub in order and lets the process end with this code.</summary>
    public void End(int code)
    {
        Code = code;
        lifetime.StopApplication();
    }

    /// <summary>From the first word of a stop on, the process has so long and no longer; a kill loses nothing, a hang does.</summary>
    public void Guard() => lifetime.ApplicationStopping.Register(() => _ = EndHardAsync());

    private async Task EndHardAsync()
    {
        await Task.Delay(options.Value.StopWithin, clock);
        Log.Hard(logger, options.Value.StopWithin);
        var kill = KillAsync();
        Environment.Exit(Code == ExitCode.Good ? ExitCode.StoppedHard : Code);
        await kill;
    }

    /// <summary>Even an exit may hang in somebody's last words.</summary>
    private async Task KillAsync()
    {
        await Task.Delay(LastResort, clock);
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The hub did not stop in order within {Limit}; it ends now. Nothing acknowledged is lost.")]
        public static partial void Hard(ILogger logger, TimeSpan limit);
    }
}
