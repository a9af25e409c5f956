using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Hub.Worker.Broker;

/// <summary>The hub's own connection beside the bus: declares queues and proves that the broker takes messages.</summary>
internal sealed class BrokerConnection(IOptions<BrokerOptions> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private IConnection? connection;

    /// <summary>A fresh channel with publisher confirms.</summary>
    public async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (connection is not { IsOpen: true })
            {
                if (connection is not null)
                {
                    await connection.DisposeAsync();
                }

                var factory = new ConnectionFactory
                {
                    Uri = options.Value.Address!,
                    RequestedHeartbeat = TimeSpan.FromSeconds(5),
                    RequestedConnectionTimeout = TimeSpan.FromSeconds(3),
                    ContinuationTimeout = TimeSpan.FromSeconds(3),
                    AutomaticRecoveryEnabled = false,
                    ClientProvidedName = "hub-own",
                };
                connection = await factory.CreateConnectionAsync(cancellationToken);
            }

            return await connection.CreateChannelAsync(new CreateChannelOptions(true, true), cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        gate.Dispose();
    }
}
