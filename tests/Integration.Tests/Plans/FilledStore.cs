using System.Security.Cryptography;
using Hub.Connectors;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;
using Hub.Testing.Servers;
using Hub.Worker;
using Hub.Worker.Config;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Integration.Tests.Plans;

/// <summary>A store opened as the hub opens it, with some thousand finished reports in it and a handful that are not.</summary>
internal sealed class FilledStore : IAsyncDisposable
{
    private const int Rows = 4_000;

    /// <summary>Those that have events, in order.</summary>
    public static readonly string[] Units = ["BBPJN-UJI", "BWS-UJI", "SDA-UJI"];

    private static readonly DateTimeOffset Then = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly string folder = ServerFolder.Create();
    private readonly ServiceProvider services;

    private FilledStore(string? database)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Hub:Shape"] = database is null ? "Embedded" : "Production",
            ["Store:File"] = Path.Combine(folder, "hub.db"),
            ["Store:ConnectionString"] = database,
            ["Vault:Keys:0:Id"] = "uji-1",
            ["Vault:Keys:0:Secret"] = Secret(),
            ["Vault:Pepper"] = Secret(),
        };
        var collection = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        collection.AddSingleton<IConfiguration>(configuration).AddLogging().AddSingleton(TimeProvider.System);
        collection.AddRoutingRules(configuration, decides: true);
        collection.AddDeadlineRules(configuration);
        collection.AddOptions<HubOptions>().BindConfiguration(HubOptions.Section);
        collection.AddRouter().AddStorage().ConfigureDbContext<HubDbContext>(options => options.AddInterceptors(Heard));
        collection.AddSingleton<IStatusSink>(new Conversation());
        foreach (var normaliser in ConnectorRegistration.Normalisers())
        {
            collection.AddSingleton(normaliser);
        }

        services = collection.BuildServiceProvider();
    }

    /// <summary>What rooms asked for through the object mapper.</summary>
    public HeardStatements Heard { get; } = new();

    /// <param name="database">Null for a SQLite file.</param>
    public static async Task<FilledStore> StartAsync(string? database, CancellationToken cancellationToken)
    {
        var store = new FilledStore(database);
        await store.Get<HubSchema>().MigrateAsync(cancellationToken);
        await store.Get<HubStore>().WriteAsync(store.FillAsync, cancellationToken);
        await store.PlanAsync("ANALYZE", [], cancellationToken);
        return store;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <returns>What the engine answers, a line for each row.</returns>
    public Task<IReadOnlyList<string>> PlanAsync(string statement, IReadOnlyList<(string Name, object Value)> values, CancellationToken cancellationToken) => Get<HubStore>().ReadAsync<IReadOnlyList<string>>(
        async (db, token) =>
        {
            await db.Database.OpenConnectionAsync(token);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = statement;
            foreach (var (name, value) in values)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            await using var reader = await command.ExecuteReaderAsync(token);
            var lines = new List<string>();
            while (await reader.ReadAsync(token))
            {
                lines.Add(Convert.ToString(reader.GetValue(reader.FieldCount - 1), System.Globalization.CultureInfo.InvariantCulture)!);
            }

            return lines;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private async Task FillAsync(StoreWrite write, CancellationToken cancellationToken)
    {
        var reports = Enumerable.Range(0, Rows).Select(Report).ToList();
        await write.Db.InsertAsync(reports, cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(Raw), cancellationToken);
        await write.Db.InsertAsync(
            reports.ConvertAll(report => new UnreadMark { RawId = report.RawId!.Value, Channel = report.Channel, ReceivedAt = report.ReceivedAt }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new InboundKey { Channel = report.Channel, Account = report.Account, ExternalId = report.ExternalId, ReportId = report.Id, At = Then }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new VaultReporter { Ref = report.ReporterRef!.Value, Channel = report.Channel, Sealed = [1], At = Then }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new VaultLookup { Hash = $"{report.Id:N}", Ref = report.ReporterRef!.Value }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new VaultFragment { Id = report.Id, ReportId = report.Id, Kind = ReporterVault.ReplyTo, Sealed = [1] }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => CircuitRules.Fresh($"{report.Id:N}", Then)), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new SyncBudget { Name = $"{report.Id:N}", FullAt = 1 }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(Waiting), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(File), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(Message), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(Clock), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(Told), cancellationToken);
        await write.Db.InsertAsync(reports.Select(Event).ToList(), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new ReportMerge { ReportId = report.Id, At = Then, IntoId = report.Id, By = "uji", Reason = "uji", StateBefore = ReportState.Assigned, StateAtBefore = Then }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new Counter { Name = $"{report.Id:N}", Value = 1 }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new TimelineEntry { Id = report.Id, ReportId = report.Id, At = Then, Kind = TimelineKinds.Note, By = "uji", Text = "uji" }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new OperatorAct { Id = report.Id, At = Then, By = "uji", Verb = "replay", Subject = report.Number, Detail = "uji", Count = 1 }), cancellationToken);
        await write.Db.InsertAsync(reports.ConvertAll(report => new AuditLeaf { Id = report.RawId!.Value, Rows = 1, Hash = "uji", Seal = report.State is ReportState.Received ? null : 1 }), cancellationToken);
        await write.Db.InsertAsync(reports.Select((_, number) => new AuditSeal { Number = number + 1, At = Then, Rows = Rows, Hash = "uji" }).ToList(), cancellationToken);
    }

    private Report Report(int number) => new()
    {
        Id = Get<HubIds>().Next(),
        Number = $"LP-2025-{number:D6}",
        Channel = "whatsapp",
        Account = "110000000000158",
        ExternalId = $"pesan-{number}",
        State = number % 100 == 0 ? ReportState.Received : ReportState.Closed,
        Version = 1,
        Class = ReportClass.Unclassified,
        Text = "Jalan berlubang di depan pasar.",
        Anonymous = false,
        Secret = false,
        Restricted = false,
        ReporterRef = Get<HubIds>().Next(),
        ReceivedAt = Then.AddSeconds(number),
        LastHeardAt = Then,
        UpdatedAt = Then.AddSeconds(number),
        StateAt = Then,
        RawId = Get<HubIds>().Next(),
    };

    private static ReportClock Clock(Report report) => new()
    {
        ReportId = report.Id,
        Channel = report.Channel,
        Class = report.Class,
        Rules = "2018-01-01",
        Calendar = 1,
        Zone = "Asia/Jakarta",
        StartedAt = report.ReceivedAt,
        PausedMs = 0,
        NextAt = report.State is ReportState.Received ? report.ReceivedAt : null,
        EndedAt = report.State is ReportState.Received ? null : Then,
    };

    private static LedgerEntry Told(Report report) => HotStatement.Status(report.Id) with { Outcome = LedgerOutcome.Delivered, SettledAt = Then, LeaseToken = null };

    private static RawBody Raw(Report report) => new()
    {
        Id = report.RawId!.Value,
        Channel = report.Channel,
        Account = report.Account,
        Key = report.ExternalId,
        ContentType = "application/json",
        Sealed = [1],
        ReceivedAt = report.ReceivedAt,
    };

    private static Attachment File(Report report) => new()
    {
        Id = report.Id,
        ReportId = report.Id,
        Channel = report.Channel,
        Account = report.Account,
        ExternalId = report.ExternalId,
        MediaType = "image/jpeg",
        State = AttachmentState.Stored,
        NextAt = Then,
    };

    private static WaitingItem Waiting(Report report) => new()
    {
        RawId = report.RawId!.Value,
        Account = report.Account,
        ExternalId = report.ExternalId,
        Channel = report.Channel,
        Path = "$",
        WaitsFor = $"item:{report.ExternalId}",
        OccurredAt = Then,
        Until = Then,
        AgainAt = DateTimeOffset.MaxValue.AddYears(-1000),
        Attempts = 0,
    };

    private static UnitEvent Event(Report report, int number) => new()
    {
        Id = Guid.CreateVersion7(Then),
        Unit = Units[number % Units.Length],
        ReportId = report.Id,
        Sequence = 1,
        Body = "{}",
        CreatedAt = Then,
        SettlesAt = Then,
        NextAt = DateTimeOffset.MaxValue.AddYears(-1000),
    };

    private static OutboxMessage Message(Report report) => new()
    {
        Id = Guid.CreateVersion7(Then),
        Queue = "hub.route-report",
        MessageType = "ReportReceived",
        ContentType = "application/json",
        Body = "{}",
        OrderKey = report.Id,
        Sequence = 1,
        CreatedAt = report.ReceivedAt,
        NextAt = report.State is ReportState.Received ? report.ReceivedAt : DateTimeOffset.MaxValue.AddYears(-1000),
    };

    /// <summary>A channel that costs the most: it wants the citizen and names limits.</summary>
    private sealed class Conversation : IStatusSink
    {
        public string Channel => "whatsapp";

        public ChannelCapabilities Capabilities { get; } = new(Enum.GetValues<ReportState>(), NeedsReporter: true, LongestNote: 500) { Quota = new ChannelQuota(50, 50, TimeSpan.FromSeconds(6)) };

        public Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is told here.");

        public Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken) => throw new NotSupportedException("Nothing is told here.");
    }

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
