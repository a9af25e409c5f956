using System.Net;
using System.Net.Sockets;

namespace Hub.Faults.Proxy;

/// <summary>One connection through the proxy: two pumps that look at the present trouble before each piece.</summary>
internal sealed class ProxiedConnection(FaultProxy proxy, TcpClient client, TimeProvider clock) : IDisposable
{
    private const int Piece = 16 * 1024;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly TcpClient server = new();
    private long said;
    private int swallowing;
    private int lost;
    private int cut;

    public async Task RunAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        if (proxy.Fault.Trouble is LinkTrouble.Reset)
        {
            Reset();
            return;
        }

        client.NoDelay = server.NoDelay = true;
        await PassableAsync(cancellationToken);
        await server.ConnectAsync(target, cancellationToken);
        var there = PumpAsync(client, server, AskAsync, cancellationToken);
        var back = PumpAsync(server, client, AnswerAsync, cancellationToken);
        await Task.WhenAny(there, back);

        // A half-closed connection is of no use to AMQP, PostgreSQL and HTTP/1.1: both ends go.
        Dispose();
        await Task.WhenAll(there, back);
    }

    public void Reset()
    {
        if (Interlocked.Exchange(ref cut, 1) == 0)
        {
            proxy.CountReset();
        }

        Abort(client);
        Abort(server);
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static async Task PumpAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, CancellationToken, Task<bool>> mayPass, CancellationToken cancellationToken)
    {
        var buffer = new byte[Piece];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, cancellationToken)) > 0)
            {
                var piece = buffer.AsMemory(0, read);
                if (await mayPass(piece, cancellationToken))
                {
                    await to.GetStream().WriteAsync(piece, cancellationToken);
                }
            }
        }
        catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other pump notices when both ends are closed.
        }
    }

    private async Task<bool> AskAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        await DelayAsync(piece.Length, cancellationToken);
        said += piece.Length;
        var fault = proxy.Fault;
        if (fault.Trouble is LinkTrouble.CutAfter && said > fault.Bytes)
        {
            Reset();
            return false;
        }

        if (fault.Trouble is LinkTrouble.SwallowAnswer && piece.Span.IndexOf(fault.Word.Span) >= 0 && proxy.Dice.Next() < fault.Share)
        {
            Interlocked.Exchange(ref swallowing, 1);
        }

        return true;
    }

    private async Task<bool> AnswerAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        await DelayAsync(piece.Length, cancellationToken);
        if (Volatile.Read(ref swallowing) == 1)
        {
            proxy.CountSwallowed();
            Reset();
            return false;
        }

        if (proxy.Fault.Trouble is LinkTrouble.HalfOpen)
        {
            Interlocked.Exchange(ref lost, 1);
            return false;
        }

        if (Volatile.Read(ref lost) == 1)
        {
            // The client would read the rest of a talk with a hole in it.
            Reset();
            return false;
        }

        return true;
    }

    private async Task DelayAsync(int bytes, CancellationToken cancellationToken)
    {
        await PassableAsync(cancellationToken);
        var fault = proxy.Fault;
        if (fault.Trouble is LinkTrouble.Slow)
        {
            var late = fault.Delay + (fault.Jitter * ((2 * proxy.Dice.Next()) - 1));
            await Task.Delay(late > TimeSpan.Zero ? late : TimeSpan.Zero, clock, cancellationToken);
            if (proxy.Dice.Next() < fault.Resets)
            {
                Reset();
            }
        }
        else if (fault.Trouble is LinkTrouble.Throttle)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytes / fault.BytesPerSecond), clock, cancellationToken);
        }
    }

    private async Task PassableAsync(CancellationToken cancellationToken)
    {
        while (proxy.Fault.Trouble is LinkTrouble.BlackHole)
        {
            await Task.Delay(Glance, clock, cancellationToken);
        }
    }

    private static void Abort(TcpClient end)
    {
        try
        {
            end.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or NullReferenceException)
        {
            // Closed already.
        }

        end.Dispose();
    }
}
