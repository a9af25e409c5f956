using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Hub.Integration.Tests.Hub;

/// <summary>Asks the broker how a queue is declared, by declaring it again: any other argument is refused with 406.</summary>
internal sealed class QueueArguments : IAsyncDisposable
{
    private readonly IConnection connection;

    private QueueArguments(IConnection connection) => this.connection = connection;

    public static async Task<QueueArguments> OpenAsync(Uri broker, CancellationToken cancellationToken) =>
        new(await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(cancellationToken));

    /// <returns>Null when the queue is there with what RELIABILITY 0.1 decision 4 asks, else what the broker said.</returns>
    public async Task<string?> DifferenceAsync(string queue, CancellationToken cancellationToken, int limit = 20)
    {
        var wanted = new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = limit,
            ["x-dead-letter-exchange"] = "",
            ["x-dead-letter-routing-key"] = "hub.dead",
            ["x-dead-letter-strategy"] = "at-least-once",
            ["x-overflow"] = "reject-publish",
        };
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        try
        {
            await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, wanted, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refused)
        {
            return refused.ShutdownReason?.ReplyText ?? refused.Message;
        }
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();
}
