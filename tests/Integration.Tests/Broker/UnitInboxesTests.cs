using System.Text;
using Hub.Router.Outbox;
using Hub.Testing.Servers;
using Hub.Worker.Broker;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Integration.Tests.Broker;

/// <summary>Events on their way into inboxes on a real broker: taken, refused, and while the broker is away.</summary>
public sealed class UnitInboxesTests(RealServers servers)
{
    private static readonly string Inbox = HubQueues.UnitInbox("PU-UJI");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_there_once_it_is_put_and_one_without_an_inbox_is_refused_alone()
    {
        var broker = At(await servers.NewVirtualHostAsync(Token));
        await using var connection = new BrokerConnection(broker);
        await using var channel = await connection.OpenAsync(Token);
        await BrokerQueues.DeclareAsync(channel, Inbox, Token);
        await channel.ExchangeDeclareAsync("unit.TANPA.inbox", ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: Token);
        await using var inboxes = new UnitInboxes(broker);

        var good = Event(Inbox);
        var many = Enumerable.Range(0, 300).Select(_ => inboxes.PutAsync(Event(Inbox))).ToList();
        var refusal = await Assert.ThrowsAsync<PublishReturnException>(() => inboxes.PutAsync(Event("unit.TANPA.inbox")));
        await inboxes.PutAsync(good);
        await Task.WhenAll(many);

        Assert.False(OutboxSender.IsBrokerGone(refusal));
        Assert.Equal(301U, await channel.MessageCountAsync(Inbox, Token));
        var found = new Dictionary<string, BasicGetResult>();
        while (await channel.BasicGetAsync(Inbox, autoAck: true, Token) is { } message)
        {
            found[message.BasicProperties.MessageId!] = message;
        }

        Assert.Equal(301, found.Count);
        var (properties, body) = (found[good.Id.ToString()].BasicProperties, found[good.Id.ToString()].Body);
        Assert.Equal((good.ContentType, DeliveryModes.Persistent, good.Body), (properties.ContentType, properties.DeliveryMode, Encoding.UTF8.GetString(body.Span)));
    }

    [Fact]
    public async Task A_place_that_nobody_declared_is_refused_when_it_is_known_to_be_the_one_and_those_after_it_go_on()
    {
        var broker = At(await servers.NewVirtualHostAsync(Token));
        await using var inboxes = new UnitInboxes(broker);
        await using var connection = new BrokerConnection(broker);
        await using var channel = await connection.OpenAsync(Token);
        await BrokerQueues.DeclareAsync(channel, Inbox, Token);

        // Together it is not known of which message the broker speaks when it ends the channel, whichever of them hears of it last.
        for (var round = 0; round < 16; round++)
        {
            var together = Enumerable.Range(0, 8).Select(_ => inboxes.PutAsync(Event("unit.TANPA.inbox"))).ToList();
            foreach (var each in together)
            {
                Assert.True(OutboxSender.IsBrokerGone(await Assert.ThrowsAsync<TimeoutException>(() => each)));
            }
        }

        await inboxes.PutAsync(Event(Inbox));
        Assert.False(OutboxSender.IsBrokerGone(await Assert.ThrowsAnyAsync<OperationInterruptedException>(() => inboxes.PutAsync(Event("unit.TANPA.inbox")))));
        await inboxes.PutAsync(Event(Inbox));

        Assert.Equal(2U, await channel.MessageCountAsync(Inbox, Token));
    }

    [Fact]
    public async Task A_broker_that_is_silent_or_away_ends_every_wait_and_what_comes_after_its_return_is_put()
    {
        var folder = ServerFolder.Create();
        await using var server = await RabbitMqServer.StartAsync(Path.Combine(folder, "rabbitmq"), Token);
        var broker = At(server.Address);
        await using var inboxes = new UnitInboxes(broker);
        await using (var connection = new BrokerConnection(broker))
        {
            await using var channel = await connection.OpenAsync(Token);
            await BrokerQueues.DeclareAsync(channel, Inbox, Token);
        }

        await inboxes.PutAsync(Event(Inbox));
        await server.PauseAsync(Token);
        var hanging = Enumerable.Range(0, 64).Select(_ => inboxes.PutAsync(Event(Inbox))).ToList();
        foreach (var each in hanging)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => each.WaitAsync(TimeSpan.FromSeconds(30), Token));
        }

        await server.ResumeAsync(Token);
        await inboxes.PutAsync(Event(Inbox));

        await server.StopAsync(Token);
        await Assert.ThrowsAsync<TimeoutException>(() => inboxes.PutAsync(Event(Inbox)));
        await server.RestartAsync(Token);
        await inboxes.PutAsync(Event(Inbox));
        await server.StopAsync(Token);
        await server.RestartAsync(Token);

        // Its connection ended while nothing was sent: that costs the next event nothing.
        await inboxes.PutAsync(Event(Inbox));
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static IOptions<BrokerOptions> At(Uri address) => Options.Create(new BrokerOptions { Address = address });

    private static InboxEvent Event(string queue)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        return new InboxEvent(queue, id, "application/cloudevents+json", $$"""{"specversion":"1.0","id":"{{id}}","type":"id.go.pu.hub.uji"}""");
    }
}
