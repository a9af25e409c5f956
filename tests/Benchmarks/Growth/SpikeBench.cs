using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Growth;

/// <param name="Stored">Reports in the store.</param>
/// <param name="Usual">Reports a second before and after; when it is not given a tenth of what the hub can, so that the spike is all it can.</param>
/// <param name="Long">How long the spike lasts.</param>
internal sealed record SpikeSize(int Stored, double? Usual, TimeSpan Long);

/// <summary>What the spike was, and what became of it. Milliseconds; seconds until good again, or not a number.</summary>
internal sealed record SpikeFigures(double Usual, int Sent, int Refused, int Missing)
{
    public required Stretch Answer { get; init; }

    public required Stretch Way { get; init; }

    public Table Table(SpikeSize size) => new(
        $"Spike: ten times {Usual:0} reports/s for {size.Long.TotalMinutes:0.#} minutes, {size.Stored} stored",
        ["", "webhook answer", "end to end"],
        [
            ["p95 before, ms", $"{Answer.Before:0}", $"{Way.Before:0}"],
            ["p95 during, ms", $"{Answer.During:0}", $"{Way.During:0}"],
            ["p95 in the last half minute, ms", $"{Answer.After:0}", $"{Way.After:0}"],
            ["under twice the p95 before, s after its end", Text(Answer.BackAfter), Text(Way.BackAfter)],
            ["webhooks not accepted", $"{Refused} of {Sent}", ""],
            ["accepted reports that did not come in time", "", $"{Missing}"],
        ]);

    private static string Text(double seconds) => double.IsNaN(seconds) ? "not within the run" : $"{seconds:0}";
}

/// <summary>Before, during and after, in milliseconds at the 95th percentile.</summary>
internal sealed record Stretch(double Before, double During, double After, double BackAfter)
{
    private const double Share = 0.95;
    private const double Last = 30;

    /// <param name="took">When each fell due, in seconds, and how long it took.</param>
    /// <param name="spike">When it began and when it ended, in seconds.</param>
    public static Stretch Of(IReadOnlyList<(double At, double Took)> took, (double From, double To) spike, double end)
    {
        var before = Between(took, 0, spike.From);
        return new Stretch(before, Between(took, spike.From, spike.To), Between(took, end - Last, end), Back(took, (spike.To, end), 2 * before));
    }

    /// <summary>Seconds from the end of the spike to the first ten seconds that are good and are followed by none that are bad.</summary>
    private static double Back(IReadOnlyList<(double At, double Took)> took, (double From, double To) after, double limit)
    {
        const double window = 10;
        var good = double.NaN;
        for (var from = after.From; from + window <= after.To; from += window)
        {
            var slow = Between(took, from, from + window);
            good = slow <= limit ? double.IsNaN(good) ? from - after.From : good : double.NaN;
        }

        return good;
    }

    private static double Between(IReadOnlyList<(double At, double Took)> took, double from, double to) =>
        took.Where(each => each.At >= from && each.At < to).Select(each => each.Took).Order().ToList().Percentile(Share);
}

/// <summary>A quiet minute, ten times as much for minutes, and three minutes to recover, on a store that is full.</summary>
internal sealed class SpikeBench(SpikeSize size, TimeProvider clock)
{
    private const double Times = 10;
    private const double Before = 60;
    private const double After = 180;
    private const int FirstReports = 300;

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(5);

    private readonly WhatsAppSimulatorSettings channel = new();

    public async Task<SpikeFigures> RunAsync(BenchServers servers, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var grown = new GrownStores(servers, clock);
        var store = await grown.GrowAsync(await grown.SettledAsync((graph, channel), cancellationToken), (size.Stored, TimeSpan.FromDays(60), false), cancellationToken);
        var place = new Premises(store, await servers.NewVirtualHostAsync("spike", cancellationToken)) { Settings = grown.Keys };
        await using var hub = await HubSubject.StartAsync(servers, place, (graph, channel), clock, cancellationToken);
        hub.Next = GrownStores.FirstFresh;
        var usual = size.Usual ?? await TenthAsync(hub, cancellationToken);
        Console.WriteLine($"Spike: {usual:0} reports/s, then {usual * Times:0} for {size.Long.TotalMinutes:0.#} minutes ...");
        var (from, to) = (Before, Before + size.Long.TotalSeconds);
        var round = await hub.PaceAsync(new Pace((usual, Before), (usual * Times, size.Long.TotalSeconds), (usual, After)), cancellationToken);
        return new SpikeFigures(usual, round.Load.Sent, round.Load.Refused, round.Missing)
        {
            Answer = Stretch.Of(round.Load.Taken, (from, to), to + After),
            Way = Stretch.Of(round.Ways, (from, to), to + After),
        };
    }

    private static async Task<double> TenthAsync(Subject hub, CancellationToken cancellationToken)
    {
        var perSecond = 0.0;
        for (var round = 0; round < 3; round++)
        {
            perSecond = (await hub.SaturateAsync(Plan.Reports(perSecond, Each, FirstReports), Each * 10, cancellationToken)).PerSecond;
        }

        return perSecond / Times;
    }
}
