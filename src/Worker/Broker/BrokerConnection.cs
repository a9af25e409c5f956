using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Hub.Worker.Broker;

/// <summary>The hub's own connection beside the bus: declares queues and proves that the broker takes messages.</summary>
/// <param name="name">As the broker shows it.</param>
internal sealed class BrokerConnection(IOptions<BrokerOptions> options, string name = "hub-own") : IAsyncDisposable
{
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private IConnection? connection;

    /// <summary>Confirms that may be open at once are bounded by whoever publishes: the client's own bound lets each of many wait.</summary>
    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    /// <summary>A fresh channel with publisher confirms.</summary>
    public async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (connection is not { IsOpen: true })
            {
                await CloseAsync();
                var factory = new ConnectionFactory
                {
                    Uri = options.Value.Address!,
                    RequestedHeartbeat = TimeSpan.FromSeconds(5),
                    RequestedConnectionTimeout = TimeSpan.FromSeconds(3),
                    ContinuationTimeout = TimeSpan.FromSeconds(3),
                    AutomaticRecoveryEnabled = false,
                    ClientProvidedName = name,
                };
                connection = await factory.CreateConnectionAsync(cancellationToken);
            }

            return await connection.CreateChannelAsync(Confirmed, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Gives up a connection on which nothing answers any more; whoever waits on it gets an error.</summary>
    public async Task AbandonAsync()
    {
        await gate.WaitAsync();
        try
        {
            await CloseAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        gate.Dispose();
    }

    /// <summary>A frozen broker does not answer a good-bye either.</summary>
    private async Task CloseAsync()
    {
        if (connection is { } old)
        {
            connection = null;
            await old.AbortAsync(LongestClose);
            await old.DisposeAsync();
        }
    }
}
