using Hub.Testing.Servers;

namespace Hub.Simulators.Demo;

/// <summary>The broker and the database of a production demo: real processes of its own, gone with it.</summary>
internal sealed class DemoServers : IAsyncDisposable
{
    private readonly PostgresServer postgres;
    private readonly RabbitMqServer rabbitMq;
    private readonly string folder;

    private DemoServers(PostgresServer postgres, RabbitMqServer rabbitMq, string folder)
    {
        this.postgres = postgres;
        this.rabbitMq = rabbitMq;
        this.folder = folder;
    }

    public string ConnectionString => postgres.ConnectionString;

    public Uri Broker => rabbitMq.Address;

    public static async Task<DemoServers> StartAsync(CancellationToken cancellationToken)
    {
        var folder = ServerFolder.Create();
        var postgres = PostgresServer.StartAsync(Path.Combine(folder, "postgres"), cancellationToken);
        var rabbitMq = RabbitMqServer.StartAsync(Path.Combine(folder, "rabbitmq"), cancellationToken);
        try
        {
            await Task.WhenAll(postgres, rabbitMq);
            return new DemoServers(await postgres, await rabbitMq, folder);
        }
        catch
        {
            await StopAsync(postgres);
            await StopAsync(rabbitMq);
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await rabbitMq.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task StopAsync<T>(Task<T> server)
        where T : IAsyncDisposable
    {
        if (server.IsCompletedSuccessfully)
        {
            await (await server).DisposeAsync();
        }
    }
}
