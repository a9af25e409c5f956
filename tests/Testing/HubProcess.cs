using System.Diagnostics;
using System.Net;
using Hub.Testing.Servers;

namespace Hub.Testing;

/// <summary>What a verb of the hub ended with.</summary>
public sealed record HubVerb(int Code, string Output, string Complaint)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The hub as the ministry runs it: a process of its own, which can be killed, and which dies with us.</summary>
public sealed class HubProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(50);

    private readonly ServerCommand command;
    private readonly string log;
    private ServerProcess process;

    private HubProcess(ServerCommand command, string log, Uri address)
    {
        (this.command, this.log, Address) = (command, log, address);
        process = ServerProcess.Start(command, log);
    }

    public Uri Address { get; }

    /// <summary>Everything it wrote so far, over all of its lives.</summary>
    public string Output => File.Exists(log) ? File.ReadAllText(log) : "";

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<HubVerb> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        using var verb = Process.Start(Command(words).ToStartInfo(redirect: true)) ?? throw new InvalidOperationException("The hub could not be started.");
        verb.StandardInput.Close();
        var output = verb.StandardOutput.ReadToEndAsync(cancellationToken);
        var complaint = verb.StandardError.ReadToEndAsync(cancellationToken);
        await verb.WaitForExitAsync(cancellationToken);
        return new HubVerb(verb.ExitCode, await output, await complaint);
    }

    /// <summary>hub run, until it answers.</summary>
    public static async Task<HubProcess> StartAsync(string configuration, Uri address, CancellationToken cancellationToken)
    {
        var hub = new HubProcess(Command(["run", "--config", configuration]), configuration + ".log", address);
        try
        {
            await hub.AnswersAsync(cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => process.KillAsync(cancellationToken);

    /// <summary>STOP freezes it, CONT wakes it.</summary>
    public Task SignalAsync(string signal, CancellationToken cancellationToken) => process.SignalAsync(signal, cancellationToken);

    /// <summary>SIGTERM, as systemd does.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => process.StopAsync("TERM", cancellationToken);

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await process.DisposeAsync();
        process = ServerProcess.Start(command, log);
        await AnswersAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await process.DisposeAsync();

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        var watch = Stopwatch.StartNew();
        while (process.IsRunning && watch.Elapsed < LongestStart)
        {
            try
            {
                using var answer = await http.GetAsync("/health/live", cancellationToken);
                if (answer.StatusCode is HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(ProbePause, TimeProvider.System, cancellationToken);
        }

        throw new InvalidOperationException($"The hub did not start. It said:\n{process.LastWords()}");
    }

    /// <summary>The program beside the tests, by the .NET that runs them: a launcher of its own may not find one.</summary>
    private static ServerCommand Command(IReadOnlyList<string> words)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "dotnet"));
        return new ServerCommand(dotnet, [Path.Combine(AppContext.BaseDirectory, "hub.dll"), .. words])
        {
            Environment = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0", ["MASSTRANSIT_USAGE_TELEMETRY"] = "false" },
        };
    }
}
