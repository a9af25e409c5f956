using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Hub.Router;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks.Functions;

/// <summary>A durable commit of 100 rows of 1.2 KB into the embedded store, opened as the hub opens it.</summary>
public class StoreBenchmarks
{
    private const int Rows = 100;

    private readonly HubIds ids = new(TimeProvider.System);
    private readonly byte[] sealedBody = RandomNumberGenerator.GetBytes(1200);
    private DirectoryInfo folder = null!;
    private ServiceProvider services = null!;
    private IDbContextFactory<HubDbContext> contexts = null!;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        folder = Directory.CreateTempSubdirectory("hub-bench-");
        var settings = new Dictionary<string, string?> { ["Store:File"] = Path.Combine(folder.FullName, "hub.db") };
        services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddStorage()
            .BuildServiceProvider();
        contexts = services.GetRequiredService<IDbContextFactory<HubDbContext>>();
        await new HubSchema(contexts).MigrateAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public void Clean()
    {
        services.Dispose();
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    [Benchmark]
    public async Task InsertHundredRowsAsync()
    {
        var rows = Enumerable.Range(0, Rows).Select(_ => Row(ids.Next())).ToList();
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.InsertAsync(rows, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private RawBody Row(Guid id) => new()
    {
        Id = id,
        Channel = "whatsapp",
        Account = "110000000000158",
        Key = id.ToString(),
        ContentType = "application/json",
        Sealed = sealedBody,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
    };
}
