using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Faults.Proxy;
using Hub.Testing;

namespace Hub.Faults.Tests.Proxy;

public sealed class FaultProxyTests : IAsyncDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly EchoServer server = new();
    private readonly FaultProxy proxy;

    public FaultProxyTests() => proxy = new FaultProxy("echo", server.Address, 1, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_trouble_everything_passes_both_ways()
    {
        using var client = await ConnectAsync();

        Assert.Equal("halo", await AskAsync(client, "halo"));
        Assert.Equal("lagi", await AskAsync(client, "lagi"));
    }

    [Fact]
    public async Task A_refusing_line_cuts_what_is_open_and_takes_nobody_and_heals()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "halo");

        proxy.Fault = new LinkFault(LinkTrouble.Refuse);

        Assert.Null(await AskAsync(client, "halo"));
        await Assert.ThrowsAnyAsync<SocketException>(ConnectAsync);
        proxy.Fault = LinkFault.None;
        using var later = await ConnectAsync();
        Assert.Equal("kembali", await AskAsync(later, "kembali"));
    }

    [Fact]
    public async Task A_resetting_line_ends_new_connections_too()
    {
        proxy.Fault = new LinkFault(LinkTrouble.Reset);

        Assert.Null(await TryAsync("halo"));
        Assert.True(proxy.Resets > 0);
    }

    [Fact]
    public async Task A_black_hole_keeps_what_was_said_until_it_closes()
    {
        using var client = await ConnectAsync();
        await AskAsync(client, "halo");
        proxy.Fault = new LinkFault(LinkTrouble.BlackHole);

        var answer = AskAsync(client, "gelap");
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(Short, Token));
        Assert.DoesNotContain("gelap", server.Heard, StringComparison.Ordinal);
        proxy.Fault = LinkFault.None;

        Assert.Equal("gelap", await answer);
    }

    [Fact]
    public async Task A_half_open_line_lets_words_through_and_no_answer()
    {
        using var client = await ConnectAsync();
        proxy.Fault = new LinkFault(LinkTrouble.HalfOpen);

        var answer = AskAsync(client, "separuh");
        await Eventually.TrueAsync("the words passed", () => server.Heard.Contains("separuh", StringComparison.Ordinal), Token);

        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(Short, Token));
    }

    [Fact]
    public async Task A_swallowed_answer_leaves_the_work_done()
    {
        using var client = await ConnectAsync();
        proxy.Fault = new LinkFault(LinkTrouble.SwallowAnswer) { Word = "COMMIT"u8.ToArray() };

        Assert.Equal("BEGIN", await AskAsync(client, "BEGIN"));
        Assert.Null(await AskAsync(client, "COMMIT"));

        Assert.Contains("COMMIT", server.Heard, StringComparison.Ordinal);
        Assert.Equal(1, proxy.Swallowed);
    }

    [Fact]
    public async Task A_connection_is_cut_after_so_many_bytes()
    {
        using var client = await ConnectAsync();
        proxy.Fault = new LinkFault(LinkTrouble.CutAfter) { Bytes = 6 };

        Assert.Equal("satu", await AskAsync(client, "satu"));
        Assert.Null(await AskAsync(client, "dua"));
        Assert.DoesNotContain("dua", server.Heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(LinkTrouble.Slow))]
    [InlineData(nameof(LinkTrouble.Throttle))]
    public async Task A_slow_line_is_late_and_loses_nothing(string kind)
    {
        var trouble = Enum.Parse<LinkTrouble>(kind);
        using var client = await ConnectAsync();
        await AskAsync(client, "halo");
        proxy.Fault = new LinkFault(trouble) { Delay = TimeSpan.FromMilliseconds(60), BytesPerSecond = 100 };
        var started = TimeProvider.System.GetTimestamp();

        Assert.Equal("pelan-pelan", await AskAsync(client, "pelan-pelan"));
        Assert.True(TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMilliseconds(100));
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(proxy.Address, Token);
        return client;
    }

    /// <summary>A reset may come before the connection is there, or after.</summary>
    private async Task<string?> TryAsync(string words)
    {
        try
        {
            using var client = await ConnectAsync();
            return await AskAsync(client, words);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <returns>Null when the connection ended instead.</returns>
    private static async Task<string?> AskAsync(TcpClient client, string words)
    {
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(words), Token);
            var buffer = new byte[words.Length];
            await client.GetStream().ReadExactlyAsync(buffer, Token);
            return Encoding.ASCII.GetString(buffer);
        }
        catch (Exception cut) when (cut is IOException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Says back what it hears.</summary>
    private sealed class EchoServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder heard = new();
        private readonly Task serving;

        public EchoServer()
        {
            listener.Start();
            serving = ServeAsync();
        }

        public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

        public string Heard
        {
            get
            {
                lock (heard)
                {
                    return heard.ToString();
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    _ = EchoAsync(await listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task EchoAsync(TcpClient client)
        {
            using var owned = client;
            var buffer = new byte[1024];
            try
            {
                int read;
                while ((read = await client.GetStream().ReadAsync(buffer)) > 0)
                {
                    lock (heard)
                    {
                        heard.Append(Encoding.ASCII.GetString(buffer, 0, read));
                    }

                    await client.GetStream().WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (IOException)
            {
                // Cut.
            }
        }
    }
}
