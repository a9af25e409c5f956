using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hub.Testing.Servers;

namespace Hub.Faults.Proxy;

/// <summary>A TCP line between the hub and one neighbour that can be cut, slowed and lied on (RELIABILITY 3.1).</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly IPEndPoint target;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<ProxiedConnection, bool> open = new();
    private readonly Lock gate = new();
    private readonly LineDice dice;
    private TcpListener? listener;
    private LinkFault fault = LinkFault.None;
    private int swallowed;
    private int resets;

    public FaultProxy(string name, IPEndPoint target, int seed, TimeProvider clock)
    {
        (Name, this.target, this.clock) = (name, target, clock);
        dice = new LineDice(seed);
        Address = FreePort.NextEndPoint();
        Listen();
    }

    public string Name { get; }

    /// <summary>Where the client must call.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Answers that were lost after the server had done what was asked.</summary>
    public int Swallowed => Volatile.Read(ref swallowed);

    /// <summary>Connections that were cut.</summary>
    public int Resets => Volatile.Read(ref resets);

    public int Open => open.Count;

    /// <summary>The present trouble; what was cut stays cut.</summary>
    public LinkFault Fault
    {
        get => Volatile.Read(ref fault);
        set
        {
            lock (gate)
            {
                fault = value;
                if (value.Trouble is LinkTrouble.Refuse)
                {
                    Silence();
                }
                else
                {
                    Listen();
                }
            }

            if (value.Trouble is LinkTrouble.Refuse or LinkTrouble.Reset)
            {
                CutAll();
            }
        }
    }

    /// <summary>Resets every open connection once.</summary>
    public void CutAll()
    {
        foreach (var connection in open.Keys)
        {
            connection.Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        lock (gate)
        {
            Silence();
        }

        CutAll();
        stopping.Dispose();
    }

    internal LineDice Dice => dice;

    internal void CountSwallowed() => Interlocked.Increment(ref swallowed);

    internal void CountReset() => Interlocked.Increment(ref resets);

    private void Listen()
    {
        if (listener is null && !stopping.IsCancellationRequested)
        {
            listener = new TcpListener(Address);
            listener.Start();
            _ = AcceptAsync(listener, stopping.Token);
        }
    }

    private void Silence()
    {
        listener?.Stop();
        listener = null;
    }

    private async Task AcceptAsync(TcpListener door, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await door.AcceptTcpClientAsync(cancellationToken);
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
            {
                return;
            }

            _ = ServeAsync(client, cancellationToken);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var connection = new ProxiedConnection(this, client, clock);
        open[connection] = true;
        try
        {
            await connection.RunAsync(target, cancellationToken);
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end is gone, so the other goes too.
        }
        finally
        {
            open.TryRemove(connection, out _);
        }
    }
}

/// <summary>Chance on a line; the same seed gives the same throws.</summary>
internal sealed class LineDice(int seed)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();

    public double Next()
    {
        lock (gate)
        {
            return random.NextDouble();
        }
    }
}
