using System.Net.Sockets;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.Tests;

public sealed class HttpFailureTests
{
    [Fact]
    public void A_peer_that_closes_while_the_connection_is_made_is_no_bug_and_nothing_is_guessed()
    {
        var fault = new SocketException((int)SocketError.NotConnected);

        Assert.True(HttpFailure.IsExpected(fault, CancellationToken.None));
        Assert.IsType<SyncResult.Unknown>(HttpFailure.Judge(fault));
        Assert.False(HttpFailure.IsExpected(new InvalidOperationException(), CancellationToken.None));
    }
}
