using Hub.Simulators.Units;

namespace Hub.Simulators.Demo;

/// <summary>Everything a demo runs: three channels, the units, the servers where asked for, and the hub in the middle.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> owned = new();
    private readonly DemoPeople people;

    private DemoWorld(DemoOptions options, DemoPeople people, TimeProvider clock)
    {
        this.people = people;
        Options = options;
        Clock = clock;
        Address = DemoFolder.FreeAddress();
    }

    public DemoOptions Options { get; }

    public TimeProvider Clock { get; }

    public Uri Address { get; }

    public DemoFolder Folder { get; } = new();

    public IReadOnlyList<IDemoChannel> Channels { get; private set; } = [];

    public UnitTown Units { get; private set; } = null!;

    public UnitWebhookReceiver Webhooks { get; private set; } = null!;

    /// <summary>Opens the hub's operations page for as long as this demo runs.</summary>
    public string OperationsKey { get; private set; } = "";

    public HubApi Api { get; private set; } = null!;

    public HubProcess Hub { get; private set; } = null!;

    /// <summary>Only where there is a broker and Node.js; else its unit has a desk like the others.</summary>
    public NodeUnit? Node { get; private set; }

    public static async Task<DemoWorld> StartAsync(DemoOptions options, DemoPeople people, TimeProvider clock, CancellationToken cancellationToken)
    {
        var world = new DemoWorld(options, people, clock);
        try
        {
            await world.StartAsync(cancellationToken);
            return world;
        }
        catch (Exception trouble)
        {
            world.Folder.Keep = File.Exists(world.Folder.LogFile) && !cancellationToken.IsCancellationRequested;
            await world.DisposeAsync();
            if (!world.Folder.Keep)
            {
                throw;
            }

            throw new InvalidOperationException($"{trouble.Message} The hub's output is kept in {world.Folder.LogFile}.", trouble);
        }
    }

    public IDemoChannel Channel(string name) => Channels.Single(channel => channel.Name == name);

    public async ValueTask DisposeAsync()
    {
        while (owned.TryPop(out var item))
        {
            await item.DisposeAsync();
        }

        Api?.Dispose();
        Folder.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = new HubSettings(Address, Options.Production);
        var broker = await StartServersAsync(settings, cancellationToken);
        Channels = await new DemoChannels(Options, people, Clock).StartAsync(cancellationToken);
        foreach (var channel in Channels)
        {
            owned.Push(channel);
            settings.Add(channel.HubSettings);
        }

        Webhooks = Own(await UnitWebhookReceiver.StartAsync(
            new StandardWebhook(settings.WebhookSecret, Clock), (unit, delivery) => Units.TakeAsync(unit, delivery), cancellationToken));
        settings.Deliver(Webhooks.AddressOf);
        OperationsKey = settings.OperationsKey;
        Api = new HubApi(Address, OperationsKey);
        Hub = Own(new HubProcess(HubProgram.Find(), settings.Values, Folder.LogFile));
        Units = Own(new UnitTown(TownSetup(settings, broker)));
        if (Options.Production)
        {
            await Hub.RunAsync(["migrate"], cancellationToken);
        }

        await Hub.StartAsync(Api, cancellationToken);
        if (broker is not null)
        {
            await StartNodeAsync(broker, cancellationToken);
        }

        foreach (var channel in Channels)
        {
            await channel.ConnectAsync(Address, cancellationToken);
        }
    }

    private async Task StartNodeAsync(Uri broker, CancellationToken cancellationToken)
    {
        try
        {
            Node = Own(await NodeUnit.StartAsync(Folder.Part("unit-nodejs"), broker, Units.Record, cancellationToken));
            Units.Leave(NodeUnit.Unit);
        }
        catch (InvalidOperationException missing)
        {
            Console.WriteLine($"The Node.js application of {NodeUnit.Unit} is left out: {missing.Message}");
        }
    }

    private async Task<Uri?> StartServersAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        if (!Options.Production)
        {
            settings.Store(Folder.StoreFile);
            return null;
        }

        var servers = Own(await DemoServers.StartAsync(cancellationToken));
        settings.Store(servers.ConnectionString);
        settings.Broker(servers.Broker);
        return servers.Broker;
    }

    private UnitTownSetup TownSetup(HubSettings settings, Uri? broker)
    {
        var longest = Options.Check ? TimeSpan.Zero : TimeSpan.FromSeconds(3);
        return new UnitTownSetup(Address, new UnitPlan(Options.Seed), new UnitPace(Clock, longest, Options.Seed), Clock)
        {
            IssueKeyAsync = Own(new UnitKeys(Hub)).IssueAsync,
            Via = settings.WayTo,
            Broker = broker,
        };
    }

    private T Own<T>(T item)
        where T : IAsyncDisposable
    {
        owned.Push(item);
        return item;
    }
}
