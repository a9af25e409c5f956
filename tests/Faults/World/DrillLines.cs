using System.Net;
using Hub.Faults.Proxy;
using Hub.Simulators.WhatsApp;
using Npgsql;

namespace Hub.Faults.World;

/// <summary>All lines that leave the hub, each through a proxy of ours.</summary>
internal sealed class DrillLines(int seed, TimeProvider clock) : IAsyncDisposable
{
    private readonly List<FaultProxy> channels = [];

    public FaultProxy? Broker { get; private set; }

    public FaultProxy? Database { get; private set; }

    public IReadOnlyList<FaultProxy> Channels => channels;

    public IEnumerable<FaultProxy> All => channels.Concat(new[] { Broker, Database }.OfType<FaultProxy>());

    public Uri ToBroker(Uri broker)
    {
        Broker = Line("broker", broker.Port);
        return new UriBuilder(broker) { Port = Broker.Address.Port }.Uri;
    }

    public string ToDatabase(string connection)
    {
        var direct = new NpgsqlConnectionStringBuilder(connection);
        Database = Line("database", direct.Port);
        direct.Port = Database.Address.Port;
        return direct.ConnectionString;
    }

    public Uri ToChannel(string name, Uri channel)
    {
        var line = Line(name, channel.Port);
        channels.Add(line);
        return new UriBuilder(channel) { Port = line.Address.Port }.Uri;
    }

    /// <summary>No line has any trouble any more.</summary>
    public void Heal()
    {
        foreach (var line in All)
        {
            line.Fault = LinkFault.None;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var line in All)
        {
            await line.DisposeAsync();
        }
    }

    private FaultProxy Line(string name, int port) => new(name, new IPEndPoint(IPAddress.Loopback, port), Load.Seeds.Of(seed, 7, name[0]), clock);
}

/// <summary>The three channels with a dial each.</summary>
internal sealed record DrillChannels(
    WhatsAppSimulator WhatsApp, Simulators.ContactCenter158.ContactCenter158Simulator ContactCenter, Simulators.Sp4nLapor.Sp4nLaporSimulator Lapor) : IAsyncDisposable
{
    public IReadOnlyList<Simulators.FaultDial> Dials => [WhatsApp.Faults, ContactCenter.Dial, Lapor.Setup.Faults!];

    public async ValueTask DisposeAsync()
    {
        await WhatsApp.DisposeAsync();
        await ContactCenter.DisposeAsync();
        await Lapor.DisposeAsync();
    }
}
