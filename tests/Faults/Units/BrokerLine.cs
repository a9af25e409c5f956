using RabbitMQ.Client;

namespace Hub.Faults.Units;

/// <summary>The units' connection to the broker, made again whenever it is gone.</summary>
internal sealed class BrokerLine(Uri broker, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1);
    private IConnection? connection;

    /// <summary>Waits for the broker as long as it takes.</summary>
    public async Task<IChannel> OpenAsync(bool confirms, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var options = new CreateChannelOptions(confirms, confirms);
                return await (await ConnectAsync(cancellationToken)).CreateChannelAsync(options, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(connection);
        turn.Dispose();
    }

    /// <summary>A frozen broker answers no good-bye.</summary>
    internal static async Task CloseAsync(IAsyncDisposable? end)
    {
        try
        {
            await (end?.DisposeAsync().AsTask() ?? Task.CompletedTask).WaitAsync(Patience);
        }
        catch (Exception)
        {
            // It was gone before.
        }
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (connection is { IsOpen: true })
            {
                return connection;
            }

            await CloseAsync(connection);
            var factory = new ConnectionFactory
            {
                Uri = broker,
                ClientProvidedName = "units",
                ConsumerDispatchConcurrency = 8,
                AutomaticRecoveryEnabled = false,
                TopologyRecoveryEnabled = false,
                RequestedHeartbeat = Patience,
            };
            connection = await factory.CreateConnectionAsync(cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            return connection;
        }
        finally
        {
            turn.Release();
        }
    }
}
