using System.Diagnostics;

namespace Hub.Testing.Servers;

/// <summary>One run of a server program, in a process group of its own. It dies with us, even when we are killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private readonly Process server;
    private readonly Process guard;
    private readonly string log;
    private bool disposed;

    private ServerProcess(Process server, Process guard, string log)
    {
        this.server = server;
        this.guard = guard;
        this.log = log;
    }

    public bool IsRunning => !server.HasExited;

    public int Id => server.Id;

    /// <summary>What it ended with; a signal counts as 128 and its number.</summary>
    public int ExitCode => server.ExitCode;

    /// <summary>Ends when the program does.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => server.WaitForExitAsync(cancellationToken);

    /// <summary>Freezes the program and its children, or lets them go on: STOP and CONT.</summary>
    public async Task SignalTreeAsync(string signal, CancellationToken cancellationToken)
    {
        if (IsRunning)
        {
            var ids = ProcessTree.Of(server.Id);
            await new ServerCommand("sh", ["-c", """signal=$1; shift; for id in "$@"; do kill -s "$signal" "$id" 2>/dev/null; done; true""", "sh", signal, .. ids.Select(id => $"{id}")]).RunAsync(cancellationToken);
        }
    }

    public static ServerProcess Start(ServerCommand command, string log)
    {
        // setsid replaces itself by the program: the id we get is the server's, and also its group's.
        var detached = command with
        {
            Program = "setsid",
            Arguments = ["sh", "-c", """exec "$@" >>"$0" 2>&1 </dev/null""", log, command.Program, .. command.Arguments],
        };
        var server = Process.Start(detached.ToStartInfo(redirect: false)) ?? throw command.NotStarted();

        return new ServerProcess(server, StartGuard(server.Id), log);
    }

    /// <summary>Asks for an orderly end; kills when the answer takes too long.</summary>
    public async Task StopAsync(string signal, CancellationToken cancellationToken)
    {
        if (IsRunning)
        {
            await new ServerCommand("kill", $"-{signal}", $"{server.Id}").RunAsync(cancellationToken);
            await Task.WhenAny(server.WaitForExitAsync(cancellationToken), Task.Delay(LongestStop, cancellationToken));
        }

        await KillAsync(cancellationToken);
    }

    public Task SignalAsync(string signal, CancellationToken cancellationToken) =>
        new ServerCommand("kill", $"-{signal}", $"{server.Id}").RunAsync(cancellationToken);

    /// <summary>Ends the program and its children at once, as a power cut of this one server would.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        if (IsRunning)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(cancellationToken);
        }

        await DismissGuardAsync(cancellationToken);
    }

    /// <summary>The end of what the server wrote, for the text of an error.</summary>
    public string LastWords() => File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20)) : "(it wrote nothing)";

    public async ValueTask DisposeAsync()
    {
        if (!disposed)
        {
            await KillAsync(CancellationToken.None);
            server.Dispose();
            guard.Dispose();
            disposed = true;
        }
    }

    /// <summary>Reads from us until we say good-bye; when we vanish instead, it kills the group of the server.</summary>
    private static Process StartGuard(int group)
    {
        var command = new ServerCommand("setsid", "sh", "-c", """read -r goodbye || kill -s KILL -- "-$0" """, $"{group}");
        return Process.Start(command.ToStartInfo(redirect: true)) ?? throw command.NotStarted();
    }

    private async Task DismissGuardAsync(CancellationToken cancellationToken)
    {
        if (!guard.HasExited)
        {
            await guard.StandardInput.WriteLineAsync("goodbye".AsMemory(), cancellationToken);
            await guard.StandardInput.FlushAsync(cancellationToken);
            await guard.WaitForExitAsync(cancellationToken);
        }
    }
}
