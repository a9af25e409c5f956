using Hub.Benchmarks.Measuring;
using Hub.Testing.Servers;
using Hub.Worker.Broker;
using Npgsql;
using RabbitMQ.Client;

namespace Hub.Benchmarks.Production;

/// <summary>A PostgreSQL and a RabbitMQ of our own, set as in LIMITS: every commit forced to disk, 512 MB of shared buffers, quorum queues.</summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private readonly PostgresServer postgres;
    private readonly RabbitMqServer rabbit;
    private int count;

    private BenchServers(string folder, PostgresServer postgres, RabbitMqServer rabbit)
    {
        (Folder, this.postgres, this.rabbit) = (folder, postgres, rabbit);
        (Store, Broker) = (ProcessUse.OwnChild("postgres"), ProcessUse.OwnChild("beam.smp"));
    }

    /// <summary>For logs and probes of the programs under measurement, too.</summary>
    public string Folder { get; }

    /// <summary>Process of the database server.</summary>
    public int Store { get; }

    /// <summary>Process of the broker.</summary>
    public int Broker { get; }

    public RabbitMqServer RabbitMq => rabbit;

    public static async Task<BenchServers> StartAsync(CancellationToken cancellationToken)
    {
        var folder = ServerFolder.Create();
        PostgresServer? postgres = null;
        try
        {
            postgres = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"), cancellationToken);
            await TuneAsync(postgres, cancellationToken);
            return new BenchServers(folder, postgres, await RabbitMqServer.StartAsync(Path.Combine(folder, "rabbitmq"), cancellationToken));
        }
        catch
        {
            await (postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public Task<string> NewDatabaseAsync(string name, CancellationToken cancellationToken) => NewDatabaseAsync(name, name, cancellationToken);

    /// <param name="definition">The name and what follows it, such as the database it is a copy of.</param>
    public async Task<string> NewDatabaseAsync(string definition, string name, CancellationToken cancellationToken)
    {
        await PostgresServer.ExecuteAsync(postgres.ConnectionString, $"CREATE DATABASE {definition}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = name }.ConnectionString;
    }

    public Task DropDatabaseAsync(string name, CancellationToken cancellationToken) =>
        PostgresServer.ExecuteAsync(postgres.ConnectionString, $"DROP DATABASE {name} WITH (FORCE)", cancellationToken);

    /// <summary>While a store is filled in one go the server neither cleans up behind it nor forces pages out all the time; afterwards all is written down and as it was.</summary>
    public async Task FillingAsync(Func<Task> fill, CancellationToken cancellationToken)
    {
        await SettingsAsync(["ALTER SYSTEM SET autovacuum = off", "ALTER SYSTEM SET max_wal_size = '8GB'"], cancellationToken);
        await fill();
        await SettingsAsync(["ALTER SYSTEM RESET autovacuum", "ALTER SYSTEM RESET max_wal_size", "CHECKPOINT"], cancellationToken);
    }

    public Task<Uri> NewVirtualHostAsync(string name, CancellationToken cancellationToken) => rabbit.NewVirtualHostAsync(name, cancellationToken);

    public Task DropVirtualHostAsync(string name, CancellationToken cancellationToken) => rabbit.ControlAsync(["delete_vhost", name], cancellationToken);

    public Parts PartsOf(ChildProgram program) => new(program.Id, Broker, Store);

    /// <summary>Where a program keeps its log.</summary>
    public string Place(string name) => Path.Combine(Folder, $"{name}-{Interlocked.Increment(ref count)}");

    /// <summary>Declares queues as the hub does, each with its exchange in front.</summary>
    public static async Task DeclareAsync(Uri virtualHost, IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        await using var connection = await new ConnectionFactory { Uri = virtualHost }.CreateConnectionAsync(cancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        foreach (var queue in queues)
        {
            await BrokerQueues.DeclareAsync(channel, queue, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await rabbit.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task TuneAsync(PostgresServer postgres, CancellationToken cancellationToken)
    {
        await PostgresServer.ExecuteAsync(Administrator(postgres), "ALTER SYSTEM SET shared_buffers = '512MB'", cancellationToken);
        await postgres.RestartAsync(cancellationToken);
    }

    private async Task SettingsAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements.Append("SELECT pg_reload_conf()"))
        {
            await PostgresServer.ExecuteAsync(Administrator(postgres), statement, cancellationToken);
        }
    }

    private static string Administrator(PostgresServer postgres) =>
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Username = "postgres", Pooling = false, CommandTimeout = 600 }.ConnectionString;
}
