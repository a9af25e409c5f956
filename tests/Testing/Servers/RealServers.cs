using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Npgsql;

namespace Hub.Testing.Servers;

/// <summary>A real database server and broker for a whole test assembly: those the environment names, else our own, started when first asked for.</summary>
public sealed class RealServers : IAsyncDisposable
{
    /// <summary>Connection string of a role that may create databases.</summary>
    public const string PostgresVariable = "HUB_TEST_POSTGRES";

    /// <summary>amqp address of a user who may create virtual hosts through the management API.</summary>
    public const string RabbitMqVariable = "HUB_TEST_RABBITMQ";

    /// <summary>The management API of that broker; port 15672 of the same machine when unset.</summary>
    public const string RabbitMqManagementVariable = "HUB_TEST_RABBITMQ_MANAGEMENT";

    private readonly SemaphoreSlim gate = new(1);

    /// <summary>What we made on servers that stay; our own servers go as a whole.</summary>
    private readonly ConcurrentBag<Func<Task>> leftovers = [];

    private string? folder;
    private PostgresServer? postgres;
    private RabbitMqServer? rabbitMq;
    private int count;

    /// <summary>An empty database; give one to each test class.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellationToken)
    {
        var given = Variable(PostgresVariable);
        var server = given ?? (await PostgresAsync(cancellationToken)).ConnectionString;
        var name = NextName();
        if (given is not null)
        {
            leftovers.Add(() => PostgresServer.ExecuteAsync(given, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None));
        }

        await PostgresServer.ExecuteAsync(server, $"CREATE DATABASE {name}", cancellationToken);
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>An empty virtual host; give one to each test class.</summary>
    public async Task<Uri> NewVirtualHostAsync(CancellationToken cancellationToken)
    {
        var name = NextName();
        if (Variable(RabbitMqVariable) is not { } given)
        {
            return await (await RabbitMqAsync(cancellationToken)).NewVirtualHostAsync(name, cancellationToken);
        }

        var address = new Uri(given);
        leftovers.Add(() => DeleteThroughManagementAsync(address, name));
        await CreateThroughManagementAsync(address, name, cancellationToken);
        return new Uri(address, name);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var remove in leftovers)
        {
            await remove();
        }

        await (rabbitMq?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }

        gate.Dispose();
    }

    private Task<PostgresServer> PostgresAsync(CancellationToken cancellationToken) =>
        OnceAsync(async () => postgres ??= await PostgresServer.StartAsync(NewFolder("postgres"), cancellationToken), cancellationToken);

    private Task<RabbitMqServer> RabbitMqAsync(CancellationToken cancellationToken) =>
        OnceAsync(async () => rabbitMq ??= await RabbitMqServer.StartAsync(NewFolder("rabbitmq"), cancellationToken), cancellationToken);

    private async Task<T> OnceAsync<T>(Func<Task<T>> start, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await start();
        }
        finally
        {
            gate.Release();
        }
    }

    private string NewFolder(string name)
    {
        folder ??= ServerFolder.Create();
        return Path.Combine(folder, name);
    }

    /// <summary>Tells apart test classes, and runs against one server that is there to stay.</summary>
    private string NextName() => $"hub_{Environment.ProcessId}_{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}_{Interlocked.Increment(ref count)}";

    private static async Task CreateThroughManagementAsync(Uri broker, string name, CancellationToken cancellationToken)
    {
        using var client = Management(broker);
        using var created = await client.PutAsync($"api/vhosts/{name}", content: null, cancellationToken);
        created.EnsureSuccessStatusCode();

        var everything = new { configure = ".*", write = ".*", read = ".*" };
        using var permitted = await client.PutAsJsonAsync($"api/permissions/{name}/{Uri.UnescapeDataString(broker.UserInfo).Split(':')[0]}", everything, cancellationToken);
        permitted.EnsureSuccessStatusCode();
    }

    private static async Task DeleteThroughManagementAsync(Uri broker, string name)
    {
        using var client = Management(broker);
        using var deleted = await client.DeleteAsync($"api/vhosts/{name}");
    }

    private static HttpClient Management(Uri broker)
    {
        var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(broker.UserInfo));
        var client = new HttpClient { BaseAddress = new Uri(Variable(RabbitMqManagementVariable) ?? $"http://{broker.Host}:15672") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        return client;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
