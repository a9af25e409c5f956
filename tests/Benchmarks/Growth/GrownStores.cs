using System.Security.Cryptography;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;
using Hub.Testing.Servers;
using Npgsql;

namespace Hub.Benchmarks.Growth;

/// <summary>Makes stores that hold many reports: a hub brings a few through all of their life, and the database multiplies them.</summary>
internal sealed class GrownStores(BenchServers servers, TimeProvider clock)
{
    private const int Samples = 200;

    /// <summary>Numbers, and so citizens, that no sample has: a citizen who writes again soon adds to the report before.</summary>
    public const int FirstFresh = 1_000_001;

    private static readonly string[] Words = ["in_progress", "answered"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, string> keys = new()
    {
        ["Vault__Keys__0__Id"] = "bench",
        ["Vault__Keys__0__Secret"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["Vault__Pepper"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["StatusSync__Budgets__whatsapp__PerSecond"] = "10000",
        ["StatusSync__Budgets__whatsapp__Burst"] = "10000",
        ["StatusSync__Budgets__whatsapp__RecipientEvery"] = "00:00:00.01",
        ["StatusSync__Budgets__whatsapp__RecipientBurst"] = "1000",
    };

    /// <summary>Settings that every hub on these stores needs, since what they hold is sealed.</summary>
    public IReadOnlyDictionary<string, string> Keys => keys.Where(key => key.Key.StartsWith("Vault", StringComparison.Ordinal)).ToDictionary();

    /// <summary>A store with a few reports that are answered, told and closed, from which all others are made.</summary>
    public async Task<string> SettledAsync((GraphStand Graph, WhatsAppSimulatorSettings Channel) meta, CancellationToken cancellationToken)
    {
        const string name = "hub_settled";
        var broker = await servers.NewVirtualHostAsync(name, cancellationToken);
        var voice = new UnitVoice(broker, clock);
        var store = await servers.NewDatabaseAsync(name, cancellationToken);
        await using (var hub = await HubSubject.StartAsync(servers, new Premises(store, broker) { Settings = keys, Seen = voice.Take }, meta, clock, cancellationToken))
        {
            await hub.SaturateAsync(Samples, Longest, cancellationToken);
            await voice.SayAsync(Words, cancellationToken);
            await UntilAsync(store, $"SELECT (SELECT count(*) FROM reports WHERE state = 'Answered') = {Samples} AND NOT EXISTS (SELECT 1 FROM status_ledger WHERE outcome IN ('Pending', 'Unknown'))", cancellationToken);
            await UntilAsync(store, "SELECT NOT EXISTS (SELECT 1 FROM outbox)", cancellationToken);
        }

        // A unit's word that comes at once does not yet prove that it has the event; of old reports none is kept. And old answers are
        // closed: a hub that finds a million of them due would be measured at closing them.
        await PostgresServer.ExecuteAsync(store, "DELETE FROM unit_events", cancellationToken);
        await PostgresServer.ExecuteAsync(store, "UPDATE reports SET state = 'Closed'", cancellationToken);
        await PostgresServer.ExecuteAsync(store, "UPDATE report_clocks SET close_at = close_due, ended_at = close_due, next_at = NULL", cancellationToken);
        return name;
    }

    /// <summary>A store with a few reports whose messages have not left, since the broker stood still.</summary>
    public async Task<string> WaitingAsync((GraphStand Graph, WhatsAppSimulatorSettings Channel) meta, CancellationToken cancellationToken)
    {
        const string name = "hub_waiting";
        var broker = await servers.NewVirtualHostAsync(name, cancellationToken);
        var store = await servers.NewDatabaseAsync(name, cancellationToken);
        var hub = await HubSubject.StartAsync(servers, new Premises(store, broker) { Settings = keys }, meta, clock, cancellationToken);
        try
        {
            await servers.RabbitMq.PauseAsync(cancellationToken);
            await new WebhookLoad(hub.Address).RunAsync(hub.Write(1, Samples), Longest, cancellationToken);
            await UntilAsync(store, $"SELECT (SELECT count(*) FROM reports WHERE state = 'Received') = {Samples} AND EXISTS (SELECT 1 FROM outbox)", cancellationToken);
            await hub.Program.KillAsync(cancellationToken);
        }
        finally
        {
            await servers.RabbitMq.ResumeAsync(cancellationToken);
            await hub.DisposeAsync();
        }

        return name;
    }

    /// <summary>A copy of a store, grown to so many reports.</summary>
    public async Task<string> GrowAsync(string from, (long Reports, TimeSpan Window, bool Waiting) size, CancellationToken cancellationToken)
    {
        NpgsqlConnection.ClearAllPools();
        var store = await servers.NewDatabaseAsync($"{from}_{size.Reports} TEMPLATE {from}", $"{from}_{size.Reports}", cancellationToken);
        var count = 0L;
        await servers.FillingAsync(async () => count = await new StoreFill(store).GrowAsync(size.Reports, size.Window, size.Waiting, cancellationToken), cancellationToken);
        Console.WriteLine($"A store with {count} reports is ready ({size.Reports} were wanted).");
        return store;
    }

    private async Task UntilAsync(string store, string question, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var connection = new NpgsqlConnection(store + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(question, connection);
        while (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            if (clock.GetElapsedTime(started) > Longest)
            {
                throw new TimeoutException($"The hub did not come to rest within {Longest}; asked was: {question}");
            }

            await Task.Delay(Glance, clock, cancellationToken);
        }
    }
}
