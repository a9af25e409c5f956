using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Hub.Testing.Servers;

namespace Hub.Benchmarks.Measuring;

/// <summary>A program under measurement: a process of its own that dies with us, with its start, memory and allocations.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly ServerProcess process;
    private readonly string probe;

    private ChildProgram(ServerProcess process, string probe) => (this.process, this.probe) = (process, probe);

    public int Id => process.Id;

    public double StartMilliseconds { get; private set; }

    public double Megabytes => ProcessUse.ResidentMegabytes(Id);

    /// <param name="program">File and arguments, and what it is told in its environment.</param>
    /// <param name="ready">Answers 200 when the program can work.</param>
    /// <param name="place">Name of its log and of its probe, without ending.</param>
    public static async Task<ChildProgram> StartAsync(
        (IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Settings) program, Uri ready, string place, CancellationToken cancellationToken)
    {
        var probe = place + ".sock";
        File.Delete(probe);
        var settings = new Dictionary<string, string>(program.Settings)
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(ChildProgram).Assembly.Location,
            [StartupHook.Variable] = probe,
        };
        var command = new ServerCommand(program.Command[0], [.. program.Command.Skip(1)]) { Environment = settings };
        var started = Stopwatch.GetTimestamp();
        var child = new ChildProgram(ServerProcess.Start(command, place + ".log"), probe);
        try
        {
            await child.ReadyAsync(ready, started, cancellationToken);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Bytes that it has allocated in its life.</summary>
    public async Task<double> AllocatedAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(probe), cancellationToken);
        var answer = new byte[32];
        var length = await socket.ReceiveAsync(answer, SocketFlags.None, cancellationToken);
        return double.Parse(Encoding.ASCII.GetString(answer, 0, length), CultureInfo.InvariantCulture);
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => process.KillAsync(cancellationToken);

    public string LastWords() => process.LastWords();

    public async ValueTask DisposeAsync()
    {
        await process.StopAsync("TERM", CancellationToken.None);
        await process.DisposeAsync();
        File.Delete(probe);
    }

    private async Task ReadyAsync(Uri ready, long started, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (!await IsReadyAsync(http, ready, cancellationToken))
        {
            if (!process.IsRunning || Stopwatch.GetElapsedTime(started) > LongestStart)
            {
                throw new InvalidOperationException($"A program under measurement did not become ready. Its last words:\n{process.LastWords()}");
            }

            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }

        StartMilliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri ready, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(ready, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
