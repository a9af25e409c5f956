using Hub.Testing.Servers;

namespace Hub.Faults.Tests.PowerLoss;

/// <summary>A .NET program under strace, with all that it writes to the named files.</summary>
internal sealed class TracedProgram(string folder, IReadOnlyList<string> files) : IAsyncDisposable
{
    private ServerProcess? process;

    public string Trace => Path.Combine(folder, "trace");

    public string Output => Path.Combine(folder, "output");

    public bool IsRunning => process?.IsRunning is true;

    public void Start(params IReadOnlyList<string> words)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var dotnet = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "dotnet"));
        IReadOnlyList<string> paths = [.. files.SelectMany(file => new[] { "-P", Path.Combine(folder, file) })];
        process = ServerProcess.Start(
            new ServerCommand("strace", ["-f", "--seccomp-bpf", "-ttt", "-y", "-xx", "-s", "4194304", "-e", "trace=openat,pwrite64,fsync,fdatasync,ftruncate,unlink", .. paths, "-o", Trace, dotnet, .. words])
            {
                Environment = new Dictionary<string, string> { ["MASSTRANSIT_USAGE_TELEMETRY"] = "false" },
            },
            Output);
    }

    public async Task EndedAsync(CancellationToken cancellationToken)
    {
        while (IsRunning)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    public Task KillAsync(CancellationToken cancellationToken) => process?.KillAsync(cancellationToken) ?? Task.CompletedTask;

    public string LastWords() => process?.LastWords() ?? "";

    public async ValueTask DisposeAsync() => await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
}
