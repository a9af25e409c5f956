using System.Data.Common;
using Hub.Router.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Hub.Worker;

/// <summary>Where the store is.</summary>
internal sealed class StoreOptions
{
    public const string Section = "Store";

    /// <summary>Embedded: the SQLite file, made at the first start.</summary>
    public string File { get; set; } = "data/hub.db";

    /// <summary>Production: the PostgreSQL connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Production: transactions at once in this process.</summary>
    public int Writers { get; set; } = 16;
}

/// <summary>Each shape needs its own setting.</summary>
internal sealed class StoreOptionsValidator(IOptions<HubOptions> hub) : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var faults = (hub.Value.Shape is HubShape.Production ? Production(options) : Embedded(options)).ToList();
        if (options.Writers is < 1 or > 100)
        {
            faults.Add($"Store:Writers is {options.Writers}; it must be from 1 to 100.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Embedded(StoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.File))
        {
            yield return "Store:File is empty; name the file of the embedded store, for instance data/hub.db.";
        }
    }

    private static IEnumerable<string> Production(StoreOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            return ["Store:ConnectionString is missing; the production shape needs PostgreSQL, for instance Host=db;Database=hub;Username=hub."];
        }

        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            return string.IsNullOrEmpty(parsed.Host) ? ["Store:ConnectionString names no Host."] : [];
        }
        catch (ArgumentException)
        {
            return ["Store:ConnectionString cannot be read; write it as Host=…;Port=…;Database=…;Username=…;Password=…"];
        }
    }
}

/// <summary>The engine under the store.</summary>
internal static class Storage
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StoreOptions, StoreOptionsValidator>().BindConfiguration(StoreOptions.Section);
        services.AddSingleton(provider => Shape(provider) is HubShape.Embedded
            ? new StoreShape(1, IsSqliteOutage)
            : new StoreShape(provider.GetRequiredService<IOptions<StoreOptions>>().Value.Writers, IsPostgresOutage));

        return services.AddPooledDbContextFactory<HubDbContext>((provider, options) =>
        {
            var store = provider.GetRequiredService<IOptions<StoreOptions>>().Value;
            _ = Shape(provider) is HubShape.Embedded
                ? options.UseSqlite(Sqlite(store), OneParameterForMany).AddInterceptors(new DurableSqlite())
                : options.UseNpgsql(Postgres(store)).AddInterceptors(new PutOffFirst());

            // Migrations are written by hand for both engines, so there is no snapshot to compare with; a test compares the tables.
            options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        });
    }

    /// <summary>A list travels as one JSON text: with a parameter for each value every count of them is another statement to translate and compile.</summary>
    private static void OneParameterForMany(SqliteDbContextOptionsBuilder sqlite) => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter);

    private static HubShape Shape(IServiceProvider provider) => provider.GetRequiredService<IOptions<HubOptions>>().Value.Shape;

    private static string Sqlite(StoreOptions store)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(store.File))!;
        Directory.CreateDirectory(folder);
        return new SqliteConnectionStringBuilder { DataSource = store.File, DefaultTimeout = 5, Pooling = true }.ToString();
    }

    /// <summary>Short patience everywhere: a webhook would rather hear 503 than wait (RELIABILITY 2.G).</summary>
    /// <remarks>
    /// A plan is made for the size a table has now: one that is kept from the day the table was empty would walk it for ever. Rows are
    /// found by index also where a table is small, since it will not stay so. A process that freezes inside a transaction holds its
    /// rows no longer than ten seconds (RELIABILITY E4). An index is walked in its own order, which also lets it forget rows that are gone:
    /// a bitmap looks at each of them again, and other processes cost more to start than what they would help with. No session keeps a state that the next one would have to be cleared of.
    /// </remarks>
    private static string Postgres(StoreOptions store) => new NpgsqlConnectionStringBuilder(store.ConnectionString)
    {
        Options = $"{new NpgsqlConnectionStringBuilder(store.ConnectionString).Options} -c idle_in_transaction_session_timeout=10000 -c plan_cache_mode=force_custom_plan -c random_page_cost=1.1 -c jit=off -c enable_bitmapscan=off -c max_parallel_workers_per_gather=0".TrimStart(),
        Timeout = 3,
        CommandTimeout = 15,
        KeepAlive = 10,
        CancellationTimeout = 1000,
        MaxPoolSize = Math.Max(store.Writers * 2, 20),
        MaxAutoPrepare = 200,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
        ApplicationName = "hub",
        IncludeErrorDetail = false,
    }.ToString();

    /// <summary>Busy, locked, read-only, I/O error, full, cannot open: nothing is wrong with the row.</summary>
    private static bool IsSqliteOutage(DbException fault) => fault is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 };

    private static bool IsPostgresOutage(DbException fault) => fault switch
    {
        PostgresException postgres => postgres.SqlState[..2] is "08" or "53" or "57" or "58" or "40" or "25",
        NpgsqlException => true,
        _ => false,
    };

    /// <summary>WAL with synchronous FULL: NORMAL takes back acknowledged rows in a power cut (RELIABILITY F3).</summary>
    private sealed class DurableSqlite : DbConnectionInterceptor
    {
        private const string Settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Settings;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Settings;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
