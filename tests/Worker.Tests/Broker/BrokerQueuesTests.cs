using Hub.Router.Outbox;
using Hub.Testing.Servers;
using Hub.Worker.Broker;
using Microsoft.Extensions.Options;
using RabbitMQ.Client.Exceptions;

namespace Hub.Worker.Tests.Broker;

public sealed class BrokerQueuesTests
{
    [Theory]
    [InlineData("unit.SDA.inbox")]
    [InlineData(HubQueues.RouteReport)]
    public async Task A_broker_that_is_away_refuses_no_queue(string queue)
    {
        await using var connection = new BrokerConnection(Options.Create(new BrokerOptions { Address = new Uri($"amqp://guest:guest@127.0.0.1:{FreePort.Next()}") }));
        using var queues = new BrokerQueues(connection, redrive: null!);

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => queues.EnsureAsync(queue, TestContext.Current.CancellationToken));

        Assert.IsType<BrokerUnreachableException>(fault.InnerException);
    }
}
