using Hub.Benchmarks.Load;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Growth;

/// <summary>The hub on stores of several sizes, and with rules of several sizes.</summary>
internal sealed class GrowthBench(TurnsSize size, TimeProvider clock)
{
    /// <summary>How far back in time the stored reports go.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(60);

    private readonly WhatsAppSimulatorSettings channel = new();

    public async Task<GrowthFigures> StoredAsync(BenchServers servers, IReadOnlyList<int> stored, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var grown = new GrownStores(servers, clock);
        var settled = await grown.SettledAsync((graph, channel), cancellationToken);
        List<Place> places = [];
        foreach (var reports in stored)
        {
            var store = await grown.GrowAsync(settled, (reports, Window, false), cancellationToken);
            places.Add(new Place(Label(reports), new Premises(store, await servers.NewVirtualHostAsync($"stored-{reports}", cancellationToken)) { Settings = grown.Keys }));
        }

        await new Turns(size, clock).RunAsync(servers, places, (graph, channel), cancellationToken);
        return new GrowthFigures("Growth: the hub with so many reports stored", places);
    }

    public async Task<GrowthFigures> UnitsAsync(BenchServers servers, IReadOnlyList<int> units, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var keys = new GrownStores(servers, clock).Keys;
        List<Place> places = [];
        foreach (var count in units)
        {
            var folder = Path.Combine(servers.Folder, $"rules-{count}");
            var codes = UnitRules.Write(folder, count);
            var place = new Premises(
                await servers.NewDatabaseAsync($"hub_units_{count}", cancellationToken), await servers.NewVirtualHostAsync($"units-{count}", cancellationToken))
            {
                Settings = new Dictionary<string, string>(keys) { ["Routing__Folder"] = folder },
                Units = [.. codes],
                Opening = number => UnitRules.Sentence((number % count) + 1),
            };
            places.Add(new Place($"{count} units", place));
        }

        await new Turns(size, clock).RunAsync(servers, places, (graph, channel), cancellationToken);
        return new GrowthFigures("Units: the hub with so many further units and topics", places);
    }

    public static string Label(int reports) => $"{reports} stored";
}
