using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Benchmarks.Load;

/// <summary>One keep-alive connection of the load, over a plain socket: an HTTP client would take more of the two processors than what is measured.</summary>
internal sealed class Connection(Uri hub) : IDisposable
{
    private readonly byte[] buffer = new byte[8192];
    private Socket? socket;

    /// <summary>A connection that the other side has closed while nothing was said is opened anew, as every client does (RFC 9110 9.2.2: the hub knows a twin).</summary>
    /// <returns>The status, or 0 when no answer came.</returns>
    public async Task<int> PostAsync(byte[] request, CancellationToken cancellationToken)
    {
        var mayBeStale = socket is not null;
        var status = await TryAsync(request, cancellationToken);
        return status == 0 && mayBeStale ? await TryAsync(request, cancellationToken) : status;
    }

    public void Dispose() => Close();

    private async Task<int> TryAsync(byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            var open = await OpenAsync(cancellationToken);
            for (var sent = 0; sent < request.Length;)
            {
                sent += await open.SendAsync(request.AsMemory(sent), SocketFlags.None, cancellationToken);
            }

            return await ReadAsync(open, cancellationToken);
        }
        catch (SocketException)
        {
            Close();
            return 0;
        }
    }

    private async ValueTask<Socket> OpenAsync(CancellationToken cancellationToken)
    {
        if (socket is null)
        {
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, hub.Port, cancellationToken);
        }

        return socket;
    }

    private async Task<int> ReadAsync(Socket open, CancellationToken cancellationToken)
    {
        for (var got = 0; got < buffer.Length;)
        {
            var read = await open.ReceiveAsync(buffer.AsMemory(got), SocketFlags.None, cancellationToken);
            got += read;
            if (read == 0)
            {
                break;
            }

            if (IsWhole(buffer.AsSpan(0, got)))
            {
                return int.Parse(buffer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        Close();
        return 0;
    }

    /// <summary>Answers are short: a head, and a body by length or in chunks.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = Encoding.ASCII.GetString(answer[..end]);
        const string length = "\r\nContent-Length: ";
        return head.IndexOf(length, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
            ? answer.Length >= end + 4 + int.Parse(head.AsSpan(at + length.Length).ToString().Split('\r')[0], CultureInfo.InvariantCulture)
            : answer[end..].IndexOf("\r\n0\r\n\r\n"u8) >= 0;
    }

    private void Close()
    {
        socket?.Dispose();
        socket = null;
    }
}
