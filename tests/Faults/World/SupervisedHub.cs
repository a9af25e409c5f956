using System.Collections.Concurrent;
using Hub.Testing.Servers;

namespace Hub.Faults.World;

/// <summary>One end of a life of the hub.</summary>
/// <param name="Killed">By us.</param>
internal sealed record HubDeath(DateTimeOffset At, bool Killed, int Code);

/// <summary>The hub as systemd would run it: a process of its own, started again 200 ms after it ended.</summary>
internal sealed class SupervisedHub : IAsyncDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(50);

    private readonly ServerCommand command;
    private readonly string log;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<HubDeath> deaths = new();
    private readonly Task lives;
    private volatile ServerProcess? process;
    private volatile bool killing;

    public SupervisedHub(HubSettingsFile settings, string log, TimeProvider clock)
    {
        command = settings.Command(["run"]);
        (this.log, this.clock, Address) = (log, clock, settings.Address);
        lives = LiveAsync(stopping.Token);
    }

    public Uri Address { get; }

    public string Log => log;

    public IReadOnlyCollection<HubDeath> Deaths => deaths;

    /// <summary>Null between two lives.</summary>
    public int? ProcessId
    {
        get
        {
            try
            {
                return process is { IsRunning: true } running ? running.Id : null;
            }
            catch (InvalidOperationException)
            {
                // The last life was put away just now.
                return null;
            }
        }
    }

    /// <summary>kill -9; the supervisor starts it again.</summary>
    public Task KillAsync(CancellationToken cancellationToken)
    {
        killing = true;
        return SignalAsync("KILL", cancellationToken);
    }

    public Task PauseAsync(CancellationToken cancellationToken) => SignalAsync("STOP", cancellationToken);

    public Task ResumeAsync(CancellationToken cancellationToken) => SignalAsync("CONT", cancellationToken);

    /// <summary>Ends it for good, in order or at once; one that does not listen is ended.</summary>
    public async Task EndAsync(bool inOrder)
    {
        await stopping.CancelAsync();
        killing = true;
        if (inOrder)
        {
            await SignalAsync("TERM", CancellationToken.None);
            await Task.WhenAny(lives, Task.Delay(LongestStop, clock));
        }

        await SignalAsync("KILL", CancellationToken.None);
        await lives;
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
        {
            await EndAsync(inOrder: false);
        }

        stopping.Dispose();
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        try
        {
            await (process?.SignalTreeAsync(signal, cancellationToken) ?? Task.CompletedTask);
        }
        catch (InvalidOperationException)
        {
            // Between two lives there is nobody to hear it.
        }
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var life = ServerProcess.Start(command, log);
            killing = false;
            process = life;
            try
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    // The end came between two lives.
                    await life.SignalTreeAsync("KILL", CancellationToken.None);
                }

                await life.EndAsync(CancellationToken.None);
                deaths.Enqueue(new HubDeath(clock.GetUtcNow(), killing, life.ExitCode));
                await Task.Delay(RestartPause, clock, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // It is not started again.
            }
            finally
            {
                await life.DisposeAsync();
            }
        }
    }
}
