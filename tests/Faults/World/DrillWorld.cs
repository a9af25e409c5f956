using Hub.Faults.Check;
using Hub.Faults.Ledgers;
using Hub.Faults.Units;
using Hub.Simulators;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Demo;
using Hub.Simulators.Sp4nLapor;
using Hub.Simulators.Units;
using Hub.Simulators.WhatsApp;
using Hub.Testing.Servers;

namespace Hub.Faults.World;

/// <summary>Everything of one drill: servers, channels, lines, units and the hub in the middle, all of them ours and gone with us.</summary>
internal sealed class DrillWorld : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly TimeProvider clock;

    private DrillWorld(DrillOptions options, string folder, TimeProvider clock)
    {
        (Options, Folder, this.clock) = (options, folder, clock);
        Lines = Own(new DrillLines(options.Seed, clock));
        Ledgers = Own(new DrillLedgers(Path.Combine(folder, "ledgers")));
        Settings = new HubSettings(new Uri($"http://127.0.0.1:{FreePort.Next()}"), !options.Embedded);
        Address = new Uri(Settings.Values["Http__Address"]);
    }

    public DrillOptions Options { get; }

    public string Folder { get; }

    public Uri Address { get; }

    public HubSettings Settings { get; }

    public DrillLines Lines { get; }

    public DrillLedgers Ledgers { get; }

    public DrillChannels Channels { get; private set; } = null!;

    public UnitFleet Units { get; private set; } = null!;

    public SupervisedHub Hub { get; private set; } = null!;

    public HubSettingsFile Verbs { get; private set; } = null!;

    public PostgresServer? Postgres { get; private set; }

    public RabbitMqServer? RabbitMq { get; private set; }

    /// <summary>Past the proxies: connection string of the server, or the SQLite file.</summary>
    public string Store { get; private set; } = "";

    /// <summary>Files that the hub writes to.</summary>
    public IReadOnlyList<string> HubLogs => Directory.GetFiles(Folder, "hub*.log");

    public static async Task<DrillWorld> StartAsync(DrillOptions options, string folder, TimeProvider clock, CancellationToken cancellationToken)
    {
        var world = new DrillWorld(options, folder, clock);
        try
        {
            await world.StartAsync(cancellationToken);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>A hub with the same settings and store on an address of its own, as somebody might start by mistake.</summary>
    public SupervisedHub StartSecondHub(int number)
    {
        var settings = new Dictionary<string, string>(Settings.Values) { ["Http__Address"] = $"http://127.0.0.1:{FreePort.Next()}" };
        return new SupervisedHub(new HubSettingsFile(Path.Combine(Folder, "second.json"), settings), Path.Combine(Folder, $"hub-second-{number}.log"), clock);
    }

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var item))
        {
            await item.DisposeAsync();
        }
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartServersAsync(cancellationToken);
        Channels = Own(await StartChannelsAsync(cancellationToken));
        Configure();
        var receiver = Own(await UnitWebhookReceiver.StartAsync(
            new StandardWebhook(Settings.WebhookSecret, clock), (unit, delivery) => Units.TakeAsync(unit, delivery), cancellationToken));
        Settings.Deliver(receiver.AddressOf);
        Verbs = new HubSettingsFile(Path.Combine(Folder, "hub.json"), Settings.Values);
        if (!Options.Embedded)
        {
            await Verbs.RunAsync(["migrate"], cancellationToken);
        }

        Hub = Own(new SupervisedHub(Verbs, Path.Combine(Folder, "hub.log"), clock));
        await ReadyAsync(cancellationToken);
        Units = Own(new UnitFleet(await FleetAsync(cancellationToken), Ledgers));
        Units.Start();
        Channels.WhatsApp.HubWebhook = new Uri(Address, "/webhooks/whatsapp");
        Channels.ContactCenter.HubWebhook = new Uri(Address, "/webhooks/cc158");
    }

    /// <summary>Waits until the hub says that it can take a webhook.</summary>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < LongestStart)
        {
            try
            {
                using var answer = await http.GetAsync("health/ready", cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await Task.Delay(Glance, clock, cancellationToken);
        }

        throw new InvalidOperationException($"The hub was not ready after {LongestStart.TotalSeconds:0} s; its words are in {Hub.Log}.");
    }

    private async Task StartServersAsync(CancellationToken cancellationToken)
    {
        if (Options.Embedded)
        {
            Store = Path.Combine(Folder, "hub.db");
            Settings.Store(Store);
            return;
        }

        var servers = ServerFolder.Create();
        owned.Push(new DeletedFolder(servers));
        Postgres = Own(await PostgresServer.StartAsync(Path.Combine(servers, "postgres"), cancellationToken));
        RabbitMq = Own(await RabbitMqServer.StartAsync(Path.Combine(servers, "rabbitmq"), cancellationToken));
        Store = Postgres.ConnectionString;
        Settings.Store(Lines.ToDatabase(Store));
        Settings.Broker(Lines.ToBroker(RabbitMq.Address));
    }

    private async Task<DrillChannels> StartChannelsAsync(CancellationToken cancellationToken) => new(
        await WhatsAppSimulator.StartAsync(
            new WhatsAppSimulatorSettings { Seed = Options.Seed, Receipts = ["delivered"], FirstRetry = TimeSpan.FromMilliseconds(300), LongestRetry = TimeSpan.FromSeconds(3) },
            cancellationToken),
        await ContactCenter158Simulator.StartAsync(new ContactCenter158SimulatorSettings(), new FaultDial(Options.Seed + 1, clock), clock, cancellationToken),
        await Sp4nLaporSimulator.StartAsync(new Sp4nLaporSetup(clock) { Faults = new FaultDial(Options.Seed + 2, clock) }, cancellationToken));

    private void Configure()
    {
        var nobody = new DemoPeople([]);
        Settings.Add(new WhatsAppDesk(Channels.WhatsApp, nobody).HubSettings);
        Settings.Add(new ContactCenterDesk(Channels.ContactCenter, nobody).HubSettings);
        Settings.Add(new LaporDesk(Channels.Lapor, nobody).HubSettings);
        Settings.Add(new Dictionary<string, string>
        {
            ["Channels__WhatsApp__GraphAddress"] = Lines.ToChannel("whatsapp", Channels.WhatsApp.Address).AbsoluteUri,
            ["Channels__ContactCenter158__BaseAddress"] = Lines.ToChannel("cc158", Channels.ContactCenter.Address).AbsoluteUri,
            ["Channels__Sp4nLapor__BaseAddress"] = Lines.ToChannel("sp4n", Channels.Lapor.Address).AbsoluteUri,

            // A drill waits for seconds where the ministry waits for minutes; the rules are the same.
            ["StatusSync__FirstPause"] = "00:00:00.5",
            ["StatusSync__LongestPause"] = "00:00:05",
            ["StatusSync__AttemptTimeout"] = "00:00:06",

            // At Meta's 80 a second the statuses of a flood would take longer than the drill.
            ["StatusSync__Budgets__whatsapp__PerSecond"] = "400",
            ["StatusSync__Budgets__whatsapp__Burst"] = "400",
            ["StatusSync__UnknownWindow"] = "00:00:20",
            ["StatusSync__BlindRepeats"] = "10",
        });
    }

    private async Task<FleetSetup> FleetAsync(CancellationToken cancellationToken)
    {
        var listed = (await Verbs.RunAsync(["units", "list"], cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]);
        List<string> callers = [.. listed.Where(code => !code.StartsWith("EXT", StringComparison.Ordinal) && Settings.WayTo(code) is not UnitWay.Queue)];
        var printed = await Verbs.RunAsync(["units", "issue-key", .. callers], cancellationToken);
        var keys = printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new FleetSetup(Address, RabbitMq?.Address, Settings, Options.Seed, clock)
        {
            Bad = new BadUnits(Options.Length, clock),
            AssignedAsync = new StoreTables(Store).AssignedUnitsAsync,
            Keys = callers.Zip(keys).ToDictionary(pair => pair.First, pair => pair.Second),
        };
    }

    private T Own<T>(T item)
        where T : IAsyncDisposable
    {
        owned.Push(item);
        return item;
    }

    private sealed class DeletedFolder(string folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
