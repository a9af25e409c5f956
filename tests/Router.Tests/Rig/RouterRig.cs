using Hub.Contracts.Channels;
using Hub.Router.Intake;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Tests.Privacy;
using Hub.Testing;
using MassTransit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Router.Tests.Rig;

/// <summary>The router as the host builds it, on a SQLite file of its own with the real migrations, with doubles for all that is outside.</summary>
internal sealed class RouterRig : IAsyncDisposable
{
    public const string Channel = "kanal";
    public const string Quiet = "sunyi";

    /// <summary>Setting: a channel whose reporters are asked.</summary>
    public const string AskOn = "Routing:AskOn";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-rig-").FullName;
    private readonly List<IHostedService> running = [];
    private ServiceProvider services = null!;
    private RoutingKnowledge? other;
    private IBusControl? bus;

    private RouterRig(TimeProvider clock) => Time = clock;

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);

    public TimeProvider Time { get; }

    public StoppedClock Clock => (StoppedClock)Time;

    public CapturedLogs Logs { get; } = new();

    public StoreFaults Faults { get; } = new();

    public OpenedConnections Opened { get; } = new();

    public TestNormaliser Normaliser { get; } = new(Channel);

    public TestSink Sink { get; } = new(Channel);

    public TestSink QuietSink { get; } = new(Quiet);

    public TestUnitEndpoint Endpoint { get; } = new();

    public TestAudit Audit { get; } = new(Channel);

    public TestQueues Queues { get; } = new();

    public Arrivals Arrivals { get; } = new();

    public TestFiles Files { get; } = new(Channel) { Gives = _ => new AttachmentResult.Unavailable("later") };

    public string DatabaseFile => Path.Combine(folder, "hub.db");

    public static Task<RouterRig> StartAsync(params (string Key, string Value)[] settings) => StartAsync(new StoppedClock(Start), settings);

    /// <summary>For work that runs by itself.</summary>
    public static Task<RouterRig> StartLiveAsync(params (string Key, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    /// <summary>In another ministry than the small one.</summary>
    public static Task<RouterRig> StartAsync(RoutingKnowledge knowledge, params (string Key, string Value)[] settings) => StartAsync(new StoppedClock(Start), settings, knowledge);

    private static async Task<RouterRig> StartAsync(TimeProvider clock, (string Key, string Value)[] settings, RoutingKnowledge? knowledge = null)
    {
        var rig = new RouterRig(clock) { other = knowledge };
        rig.services = rig.Build(settings);
        await rig.Get<HubSchema>().MigrateAsync(default);
        return rig;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>A job, made anew for each run as the scheduler does it.</summary>
    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(services);

    /// <summary>A second process on the same file: its own leases, memory and doubles of the first.</summary>
    public ServiceProvider AnotherProcess(params (string Key, string Value)[] settings) => Build(settings);

    public async Task RunAsync<T>()
        where T : IHostedService
    {
        var work = services.GetServices<IHostedService>().OfType<T>().Single();
        running.Add(work);
        await work.StartAsync(default);
    }

    public async Task StopAsync<T>()
        where T : IHostedService
    {
        foreach (var work in running.OfType<T>().Cast<IHostedService>().ToList())
        {
            await work.StopAsync(default);
            running.Remove(work);
        }
    }

    public async Task RunBusAsync()
    {
        bus = Get<IBusControl>();
        bus.ConnectReceiveObserver(Arrivals);
        await bus.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Stores one body with these items and reads it, as the reader does.</summary>
    public Task<Guid> ReadAsync(params InboundItem[] items) => ReadAsync(Channel, new NormalisedBody(items, []));

    public Task<Guid> ReadAsync(string channel, NormalisedBody found) => ReadAsync(services, channel, found);

    /// <param name="process">This one or another.</param>
    public async Task<Guid> ReadAsync(IServiceProvider process, string channel, NormalisedBody found)
    {
        var id = Get<HubIds>().Next();
        var raw = new RawItem(channel, "main", id.ToByteArray(), Time.GetUtcNow());
        var row = Get<RawArchive>().Close(raw) with { Id = id };
        await WriteAsync((write, token) => write.Db.InsertAsync([row], token));
        await process.GetRequiredService<InboundWriter>().SaveAsync([new ReadBody(id, raw, found)], default);
        return id;
    }

    public Task WriteAsync(Func<StoreWrite, CancellationToken, Task> work) => Get<HubStore>().WriteAsync(work, default);

    public Task<List<T>> AllAsync<T>()
        where T : class => Get<HubStore>().ReadAsync((db, token) => db.Set<T>().AsNoTracking().ToListAsync(token), default);

    /// <summary>What waits in the outbox, as it leaves: with its body, wherever that is.</summary>
    public Task<List<OutboxMessage>> MessagesAsync() => Get<HubStore>().ReadAsync(
        async (db, token) => await OutboxSweep.WithBodiesAsync(db, await db.Set<OutboxMessage>().AsNoTracking().ToListAsync(token), token), default);

    public async Task<Report> ReportAsync(string externalId) => (await AllAsync<Report>()).Single(report => report.ExternalId == externalId);

    public async Task<List<LedgerEntry>> LedgerAsync(Guid reportId) =>
        [.. (await AllAsync<LedgerEntry>()).Where(row => row.ReportId == reportId).OrderBy(row => row.Sequence)];

    public Task SqlAsync(FormattableString sql) => WriteAsync((write, token) => write.Db.Database.ExecuteSqlAsync(sql, token));

    public async ValueTask DisposeAsync()
    {
        foreach (var work in running)
        {
            await work.StopAsync(default);
        }

        if (bus is not null)
        {
            await bus.StopAsync();
        }

        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private ServiceProvider Build((string Key, string Value)[] settings)
    {
        var wanted = new Dictionary<string, string?>
        {
            ["Vault:Keys:0:Id"] = "k1",
            ["Vault:Keys:0:Secret"] = TestVault.Secret("k1"),
            ["Vault:Pepper"] = TestVault.Secret("pepper"),
            ["Reconciliation:CallPause"] = "00:00:00",
            ["Intake:Linger"] = "00:00:00",
        };
        foreach (var (key, value) in settings)
        {
            wanted[key] = value;
        }

        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(wanted).Build());
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        collection.AddSingleton(Time);
        collection.AddSingleton(RigKnowledge.Small.Units).AddSingleton(new RoutingRules(new RoutingEngine(RigKnowledge.Small)));
        collection.AddSingleton(RigDeadlines.Book).AddSingleton(RigDeadlines.Holidays);
        collection.AddSingleton<IReportNormaliser>(Normaliser).AddSingleton<IStatusSink>(Sink).AddSingleton<IStatusSink>(QuietSink);
        collection.AddSingleton<IAttachmentSource>(Files).AddSingleton<IUnitEndpoint>(Endpoint).AddSingleton<IQueueAddresses>(Queues).AddSingleton<IChannelAudit>(Audit);
        collection.AddSingleton(new StoreShape(1, fault => fault is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 13 or 14 }));
        collection.AddPooledDbContextFactory<HubDbContext>(options => options
            .UseSqlite(new SqliteConnectionStringBuilder { DataSource = DatabaseFile, DefaultTimeout = 10 }.ToString()).AddInterceptors(Faults, Opened)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        collection.AddSingleton(new QuestionPolicy([.. settings.Where(one => one.Key is AskOn).Select(one => one.Value)], 3));
        collection.AddRouter().AddChannelWork().AddDispatch();
        AddBus(collection);
        if (other is not null)
        {
            collection.AddSingleton(other.Units).AddSingleton(new RoutingEngine(other)).AddSingleton(new RoutingRules(new RoutingEngine(other)));
        }

        return collection.BuildServiceProvider();
    }

    private static void AddBus(ServiceCollection collection) => collection.AddMassTransit(bus =>
    {
        bus.DisableUsageTelemetry();
        bus.AddHubConsumers();
        bus.UsingInMemory((context, memory) =>
        {
            foreach (var endpoint in HubEndpoints.ForRouter.Concat(HubEndpoints.ForChannels([Channel, Quiet])))
            {
                memory.ReceiveEndpoint(endpoint.Queue, queue =>
                {
                    queue.ConfigureConsumeTopology = false;
                    queue.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
                    endpoint.Configure(queue, context);
                });
            }

            // A unit's application: takes everything from its own queue.
            memory.ReceiveEndpoint(HubQueues.UnitInbox(RigKnowledge.Water), queue =>
            {
                queue.ConfigureConsumeTopology = false;
                queue.DiscardSkippedMessages();
                queue.UseRawJsonDeserializer(RawSerializerOptions.AnyMessageType, isDefault: true);
            });
        });
    });
}
