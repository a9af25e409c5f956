using System.Text;
using Hub.Testing.Servers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Integration.Tests.Servers;

public sealed class RabbitMqServerTests : IAsyncLifetime
{
    private const string Queue = "unit.bm.inbox";

    private readonly string folder = ServerFolder.Create();
    private RabbitMqServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await RabbitMqServer.StartAsync(Path.Combine(folder, "rabbitmq"), Token);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Confirmed_messages_are_there_after_a_kill_and_a_restart()
    {
        // RabbitMQ 3.10 writes a new queue's membership down half a second late; only a queue that has seen an orderly stop is sure to be known after a kill.
        await PublishAsync("PU-2026-000000");
        await server.StopAsync(Token);
        await server.RestartAsync(Token);
        await PublishAsync("PU-2026-000001");

        await server.KillAsync(Token);
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(server.Address));

        await server.RestartAsync(Token);
        Assert.Equal("PU-2026-000000", await TakeAsync());
        Assert.Equal("PU-2026-000001", await TakeAsync());
    }

    [Fact]
    public async Task Confirmed_messages_are_there_after_an_orderly_stop()
    {
        await PublishAsync("PU-2026-000002");

        await server.StopAsync(Token);
        await server.RestartAsync(Token);

        Assert.Equal("PU-2026-000002", await TakeAsync());
    }

    [Fact]
    public async Task Virtual_hosts_do_not_see_each_others_queues()
    {
        await PublishAsync("PU-2026-000003");
        var other = await server.NewVirtualHostAsync("other", Token);

        await using var connection = await ConnectAsync(other);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);

        await Assert.ThrowsAsync<OperationInterruptedException>(() => channel.QueueDeclarePassiveAsync(Queue, Token));
    }

    [Fact]
    public async Task An_operator_can_look_in() => Assert.Contains("/", await server.ControlAsync(["list_vhosts"], Token), StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_stays_behind()
    {
        await server.DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(server.Address));
    }

    private static Task<IConnection> ConnectAsync(Uri address) => new ConnectionFactory { Uri = address }.CreateConnectionAsync(Token);

    private async Task PublishAsync(string text)
    {
        await using var connection = await ConnectAsync(server.Address);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Token);

        var quorum = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, quorum, cancellationToken: Token);
        await channel.BasicPublishAsync("", Queue, mandatory: true, new BasicProperties { Persistent = true }, Encoding.UTF8.GetBytes(text), Token);
    }

    private async Task<string> TakeAsync()
    {
        await using var connection = await ConnectAsync(server.Address);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);

        var message = await channel.BasicGetAsync(Queue, autoAck: true, Token);
        return Encoding.UTF8.GetString(message!.Body.Span);
    }
}
