using System.Diagnostics;

namespace Hub.Simulators.Demo;

/// <summary>The hub as a child process, and its command line in the same environment.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HubProgram program;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly TextWriter log;
    private Process? running;

    public HubProcess(HubProgram program, IReadOnlyDictionary<string, string> environment, string logFile)
    {
        this.program = program;
        this.environment = environment;
        log = TextWriter.Synchronized(new StreamWriter(logFile) { AutoFlush = true });
    }

    /// <summary>Runs a verb to its end.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(IReadOnlyList<string> verb, CancellationToken cancellationToken)
    {
        using var process = Start(verb);
        using var giveUp = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        await log.WriteAsync(errors);
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"hub {string.Join(' ', verb)} ended with {process.ExitCode}: {errors.Trim()}");
    }

    /// <summary>Starts the hub and waits until it says that it is ready.</summary>
    public async Task StartAsync(HubApi api, CancellationToken cancellationToken)
    {
        running = Start(["run"]);
        running.OutputDataReceived += (_, line) => Keep(line.Data);
        running.ErrorDataReceived += (_, line) => Keep(line.Data);
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();
        var started = Stopwatch.StartNew();
        while (!await api.IsReadyAsync(cancellationToken))
        {
            if (running.HasExited || started.Elapsed > LongestStart)
            {
                throw new InvalidOperationException(running.HasExited
                    ? $"The hub ended with {running.ExitCode} before it was ready."
                    : $"The hub was not ready after {LongestStart.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    public bool HasDied => running is { HasExited: true };

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
        {
            await StopAsync(running);
            running.Dispose();
        }

        await log.DisposeAsync();
    }

    private Process Start(IReadOnlyList<string> verb)
    {
        var start = new ProcessStartInfo(program.File) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in program.First.Concat(verb))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program.File} could not be started.");
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            log.WriteLine(line);
        }
    }

    // Asks first, so that the hub ends its work in order; a hub that does not listen is ended.
    private static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        if (!OperatingSystem.IsWindows())
        {
            using var ask = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await ask.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : LongestStop);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
