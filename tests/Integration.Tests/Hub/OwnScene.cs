using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Hub;

/// <summary>A scene on a database of its own, and mostly on a broker of its own, which a test may kill.</summary>
internal sealed class OwnScene : IAsyncDisposable
{
    private readonly string folder = ServerFolder.Create();
    private PostgresServer? postgres;
    private RabbitMqServer? rabbitMq;
    private Scene? scene;

    public PostgresServer Postgres => postgres!;

    public RabbitMqServer RabbitMq => rabbitMq!;

    public Scene Scene => scene!;

    public static Task<OwnScene> StartAsync(CancellationToken cancellationToken) => StartAsync(null, cancellationToken);

    /// <param name="broker">That of the assembly, for a test that kills its database alone.</param>
    public static async Task<OwnScene> StartAsync(Uri? broker, CancellationToken cancellationToken)
    {
        var own = new OwnScene();
        try
        {
            own.postgres = await PostgresServer.StartAsync(Path.Combine(own.folder, "postgres"), cancellationToken);
            own.rabbitMq = broker is null ? await RabbitMqServer.StartAsync(Path.Combine(own.folder, "rabbitmq"), cancellationToken) : null;
            own.scene = await Scene.StartAsync(own.Postgres.ConnectionString, broker ?? own.RabbitMq.Address, cancellationToken);
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
