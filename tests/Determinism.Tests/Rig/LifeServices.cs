using System.Security.Cryptography;
using System.Text;
using Hub.Contracts.Channels;
using Hub.Determinism.Tests.Outside;
using Hub.Router;
using Hub.Router.Deadlines.Calendar;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Determinism.Tests.Rig;

/// <summary>The hub's own services as the host registers them, with gateways in place of store engine, broker, channel and webhook.</summary>
internal static class LifeServices
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Vault:Keys:0:Id"] = "k1",
        ["Vault:Keys:0:Secret"] = Secret("k1"),
        ["Vault:Pepper"] = Secret("pepper"),
        ["StatusSync:AtOnce"] = "1",
        ["Intake:Linger"] = "00:00:00",
        [$"Units:Deliveries:{Scene.Water}:Via"] = "Queue",
        [$"Units:Deliveries:{Scene.Ending}:Via"] = "Queue",
        [$"Units:Deliveries:{Scene.Roads}:Via"] = "Webhook",
        [$"Units:Deliveries:{Scene.Roads}:Address"] = "https://bina-marga.example/hub",
        [$"Units:Deliveries:{Scene.Roads}:Secret"] = "whsec_" + Secret("webhook"),
    }).Build();

    /// <param name="connection">Open for the whole life: the hub does one thing at a time here, and opening costs more than most of them.</param>
    public static ServiceProvider Build(World world, Steps steps, SqliteConnection connection)
    {
        var bus = new BusGateway(world, steps);
        var collection = new ServiceCollection();
        collection.AddSingleton(Settings);

        // One factory for all lives: the store's engine keeps a set of services for each.
        collection.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        collection.AddSingleton<TimeProvider>(world.Clock);
        collection.AddSingleton(Scene.Engine.Knowledge.Units).AddSingleton(new RoutingRules(Scene.Engine)).AddSingleton(Scene.Deadlines).AddSingleton(new HolidayList([]));
        collection.AddSingleton<IReportNormaliser, WordsReader>().AddSingleton<IStatusSink>(new KeyedSink(world, steps));
        collection.AddSingleton<IUnitEndpoint>(new UnitWebhook(world, steps)).AddSingleton<IQueueAddresses>(bus).AddSingleton(bus.Bus);
        collection.AddSingleton(new StoreShape(1, static fault => fault is StoreAway));
        collection.AddSingleton<IDbContextFactory<HubDbContext>>(Contexts(connection, steps));
        collection.AddRouter().AddChannelWork().AddDispatch();
        return collection.BuildServiceProvider();
    }

    private static string Secret(string words) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    private static PooledDbContextFactory<HubDbContext> Contexts(SqliteConnection connection, Steps steps) => new(new DbContextOptionsBuilder<HubDbContext>()
        .UseSqlite(connection).UseLoggerFactory(NullLoggerFactory.Instance).AddInterceptors(new StoreGateway(steps)).EnableThreadSafetyChecks(false)
        .ConfigureWarnings(warnings => warnings.Throw(CoreEventId.ManyServiceProvidersCreatedWarning)).Options);
}
