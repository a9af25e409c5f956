using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>A scene on a database and a broker of its own, which a test may kill.</summary>
internal sealed class OwnScene : IAsyncDisposable
{
    private readonly string folder = ServerFolder.Create();
    private PostgresServer? postgres;
    private RabbitMqServer? rabbitMq;
    private Scene? scene;

    public PostgresServer Postgres => postgres!;

    public RabbitMqServer RabbitMq => rabbitMq!;

    public Scene Scene => scene!;

    public static async Task<OwnScene> StartAsync(CancellationToken cancellationToken)
    {
        var own = new OwnScene();
        try
        {
            own.postgres = await PostgresServer.StartAsync(Path.Combine(own.folder, "postgres"), cancellationToken);
            own.rabbitMq = await RabbitMqServer.StartAsync(Path.Combine(own.folder, "rabbitmq"), cancellationToken);
            own.scene = await Scene.StartAsync(own.Postgres.ConnectionString, own.RabbitMq.Address, cancellationToken);
            return own;
        }
        catch
        {
            await own.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (scene?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (rabbitMq?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(folder, recursive: true);
    }
}
