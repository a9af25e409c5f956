using System.Collections.Concurrent;
using System.Diagnostics;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Growth;

/// <summary>How a backlog went down.</summary>
/// <param name="Tenths">Reports a second while each tenth of it was worked off.</param>
internal sealed record BacklogFigures(int Reports, int Drained, double Seconds, IReadOnlyList<double> Tenths)
{
    /// <param name="moments">Seconds from the start at which each message came to a unit, ascending.</param>
    public static BacklogFigures Of(int reports, IReadOnlyList<double> moments)
    {
        List<double> tenths = [];
        for (var tenth = 1; tenth <= 10 && moments.Count >= reports / 10 * tenth && moments.Count > 0; tenth++)
        {
            var (first, last) = (reports / 10 * (tenth - 1), (reports / 10 * tenth) - 1);
            tenths.Add((last - first) / (moments[last] - moments[first]));
        }

        return new BacklogFigures(reports, moments.Count, moments.Count == 0 ? 0 : moments[^1], tenths);
    }

    public Table Table() => new(
        $"Backlog: {Reports} reports that waited for the broker, worked off from the store",
        ["tenth", "reports/s"],
        [.. Tenths.Select((rate, index) => (string[])[$"{index + 1}", $"{rate:0}"])])
    {
        Notes = [$"{Drained} of {Reports} in {Seconds:0} s. Level means that the last tenth is as fast as the second; the first holds the start."],
    };
}

/// <summary>Starts a hub on a store full of reports whose messages have not left, and watches them leave for their units.</summary>
internal sealed class BacklogBench(int reports, TimeSpan longest, TimeProvider clock)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly WhatsAppSimulatorSettings channel = new();

    public async Task<BacklogFigures> RunAsync(BenchServers servers, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var grown = new GrownStores(servers, clock);
        var store = await grown.GrowAsync(await grown.WaitingAsync((graph, channel), cancellationToken), (reports, TimeSpan.FromHours(1), true), cancellationToken);
        var moments = new ConcurrentQueue<long>();
        var place = new Premises(store, await servers.NewVirtualHostAsync("backlog", cancellationToken)) { Settings = grown.Keys, Seen = _ => moments.Enqueue(Stopwatch.GetTimestamp()) };
        var started = Stopwatch.GetTimestamp();
        await using var hub = await HubSubject.StartAsync(servers, place, (graph, channel), clock, cancellationToken);
        while (moments.Count < reports && Stopwatch.GetElapsedTime(started) < longest)
        {
            await Task.Delay(Glance, clock, cancellationToken);
        }

        return BacklogFigures.Of(reports, [.. moments.Select(moment => Stopwatch.GetElapsedTime(started, moment).TotalSeconds).Order()]);
    }
}
