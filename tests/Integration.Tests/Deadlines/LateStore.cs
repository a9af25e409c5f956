using System.Security.Cryptography;
using Hub.Contracts.Reports;
using Hub.Router;
using Hub.Router.Deadlines;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Testing;
using Hub.Worker;
using Hub.Worker.Config;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Integration.Tests.Deadlines;

/// <summary>A store on PostgreSQL full of reports that no unit has answered, and any number of processes that look at their deadlines.</summary>
internal sealed class LateStore(string database) : IAsyncDisposable
{
    /// <summary>Monday at nine in Jakarta.</summary>
    private static readonly DateTimeOffset First = new(2026, 4, 6, 2, 0, 0, TimeSpan.Zero);

    private static readonly string[] Units = ["PU-BM", "PU-SDA", "BWS-BALI", "BPJN-NTB"];

    private readonly string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly List<ServiceProvider> processes = [];

    public StoppedClock Clock { get; } = new(First);

    /// <summary>The rooms of one more hub.</summary>
    public ServiceProvider Process()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hub:Shape"] = "Production",
            ["Store:ConnectionString"] = database,
            ["Vault:Keys:0:Id"] = "uji-1",
            ["Vault:Keys:0:Secret"] = secret,
            ["Vault:Pepper"] = secret,
            ["Units:Default"] = "Queue",
        }).Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(configuration).AddLogging().AddSingleton<TimeProvider>(Clock);
        collection.AddRoutingRules(configuration, decides: true);
        collection.AddDeadlineRules(configuration);
        collection.AddOptions<HubOptions>().BindConfiguration(HubOptions.Section);
        collection.AddRouter().AddStorage();
        var process = collection.BuildServiceProvider();
        processes.Add(process);
        return process;
    }

    /// <summary>Reports a minute apart, each with a unit since its receipt.</summary>
    public async Task FillAsync(int count, CancellationToken cancellationToken)
    {
        var hub = Process();
        await hub.GetRequiredService<HubSchema>().MigrateAsync(cancellationToken);
        var ids = hub.GetRequiredService<HubIds>();
        var clocks = hub.GetRequiredService<ClockWriter>().Now;
        foreach (var numbers in Enumerable.Range(0, count).Chunk(500))
        {
            // Counted before the transaction: the server ends one that is idle for long, and this machine may be busy.
            var reports = numbers.Select(number => Report(ids.Next(), number)).ToList();
            var given = reports.ConvertAll(report => clocks.Move(clocks.Begin(report), Given(report)).Clock);
            await hub.GetRequiredService<HubStore>().WriteAsync((write, token) => AddAsync(write.Db, reports, given, token), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }
    }

    private static async Task AddAsync(HubDbContext db, List<Report> reports, List<ReportClock> clocks, CancellationToken cancellationToken)
    {
        await db.InsertAsync(reports, cancellationToken);
        await db.InsertAsync(clocks, cancellationToken);
    }

    private static ReportMove Given(Report report) => new(
        report with { State = ReportState.Received }, new StateChange(ReportState.Assigned, "rules", "", report.ReceivedAt), new ChangeResult(report, new TransitionResult.Allowed()));

    private static Report Report(Guid id, int number) => new()
    {
        Id = id,
        Number = $"LP-2026-{number:D6}",
        Channel = "whatsapp",
        Account = "110000000000158",
        ExternalId = $"pesan-{number}",
        State = ReportState.Assigned,
        Version = 2,
        Class = ReportClass.Unclassified,
        Text = "Jalan berlubang di depan pasar.",
        Unit = Units[number % Units.Length],
        Anonymous = false,
        Secret = false,
        Restricted = false,
        ReceivedAt = First.AddMinutes(number % 2 == 0 ? number : -number),
        LastHeardAt = First,
        UpdatedAt = First,
        StateAt = First.AddMinutes(number % 2 == 0 ? number : -number),
    };
}
