using System.Net;
using System.Net.Sockets;
using System.Text;
using Hub.Benchmarks.Load;

namespace Hub.Benchmarks.Tests.Load;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-length: 3\r\nDate: x\r\n\r\nabc", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", false)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", false)]
    public void An_answer_is_whole_with_its_body(string answer, bool whole) => Assert.Equal(whole, Connection.IsWhole(Encoding.ASCII.GetBytes(answer)));

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_is_opened_anew()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, 2);
        using var connection = new Connection(new Uri($"http://{listener.LocalEndpoint}"));

        Assert.Equal(200, await connection.PostAsync("POST / HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal(200, await connection.PostAsync("POST / HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken));
        await serving;
    }

    [Fact]
    public async Task A_first_connection_without_an_answer_is_not_tried_twice()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = CloseAsync(listener);
        using var connection = new Connection(new Uri($"http://{listener.LocalEndpoint}"));

        Assert.Equal(0, await connection.PostAsync("POST / HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken));
        await serving;
        Assert.False(listener.Pending());
    }

    /// <summary>Answers once on each connection and closes it.</summary>
    private static async Task ServeAsync(TcpListener listener, int connections)
    {
        for (var served = 0; served < connections; served++)
        {
            using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await caller.GetStream().ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
            await caller.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }
    }

    private static async Task CloseAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await caller.GetStream().ReadAtLeastAsync(new byte[100], 1, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
    }
}
