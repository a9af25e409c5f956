using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Growth;

/// <param name="Each">How long one repetition is to last, more or less.</param>
internal sealed record TurnsSize(int Repetitions, TimeSpan Each);

/// <summary>One of several hubs that are measured in turn.</summary>
/// <param name="Label">What is different about it.</param>
internal sealed record Place(string Label, Premises Hub)
{
    public List<Round> Rounds { get; } = [];

    public List<PacedRound> Half { get; } = [];

    public Series PerSecond => new([.. Rounds.Select(round => round.PerSecond)]);
}

/// <summary>
/// Hubs on several places, in turn within each repetition. Each time a new process, so that none of them sweeps its store while
/// another is measured; each has warmed up before.
/// </summary>
internal sealed class Turns(TurnsSize size, TimeProvider clock)
{
    private const int WarmUps = 2;
    private const int FirstReports = 300;

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);

    private readonly Dictionary<Place, int> next = new(ReferenceEqualityComparer.Instance);

    public async Task RunAsync(
        BenchServers servers, IReadOnlyList<Place> places, (GraphStand Graph, WhatsAppSimulatorSettings Channel) meta, CancellationToken cancellationToken)
    {
        for (var repetition = 1; repetition <= size.Repetitions; repetition++)
        {
            foreach (var place in places)
            {
                await MeasureAsync(servers, place, meta, cancellationToken);
            }

            Console.WriteLine($"Turn {repetition} of {size.Repetitions}: {string.Join(", ", places.Select(place => $"{place.Label} {place.Rounds[^1].PerSecond:0}/s"))}.");
        }
    }

    private async Task MeasureAsync(BenchServers servers, Place place, (GraphStand Graph, WhatsAppSimulatorSettings Channel) meta, CancellationToken cancellationToken)
    {
        await using var hub = await HubSubject.StartAsync(servers, place.Hub, meta, clock, cancellationToken);
        hub.Next = next.GetValueOrDefault(place, GrownStores.FirstFresh);
        var perSecond = 0.0;
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            perSecond = (await hub.SaturateAsync(Plan.Reports(perSecond, size.Each, FirstReports), LongestSend, cancellationToken)).PerSecond;
        }

        var round = await hub.SaturateAsync(Plan.Reports(perSecond, size.Each, FirstReports), LongestSend, cancellationToken);
        place.Rounds.Add(round);
        place.Half.Add(await hub.PaceAsync(Pace.Steady(round.PerSecond / 2, size.Each.TotalSeconds), cancellationToken));
        next[place] = hub.Next;
    }
}
