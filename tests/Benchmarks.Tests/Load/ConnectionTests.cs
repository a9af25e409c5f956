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
}
