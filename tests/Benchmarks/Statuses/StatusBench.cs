using System.Diagnostics;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Statuses;

/// <summary>One repetition: from the units' first word until the channel has the last status.</summary>
internal sealed record StatusRound(int Statuses, double Seconds, Spent Spent)
{
    /// <summary>Statuses that the channel did not get in time, or got beyond what was said.</summary>
    public int Off { get; init; }

    public double PerSecond => Statuses / Seconds;

    public double CpuPerTenThousand => Spent.Work / Statuses * 10_000;
}

/// <summary>
/// The way back: units say "in progress" and "answered" of each report on the broker, the hub brings both to the channel. The
/// channel's budget is set so high that it is no limit; Meta's own is 80 a second.
/// </summary>
internal sealed class StatusBench((int Repetitions, int Reports) size, TimeProvider clock)
{
    private static readonly string[] Words = ["in_progress", "answered"];
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private static readonly IReadOnlyDictionary<string, string> NoBudget = new Dictionary<string, string>
    {
        ["StatusSync__Budgets__whatsapp__PerSecond"] = "10000",
        ["StatusSync__Budgets__whatsapp__Burst"] = "10000",
        ["StatusSync__Budgets__whatsapp__RecipientEvery"] = "00:00:00.01",
        ["StatusSync__Budgets__whatsapp__RecipientBurst"] = "1000",
    };

    private readonly WhatsAppSimulatorSettings channel = new();

    public async Task<IReadOnlyList<StatusRound>> RunAsync(BenchServers servers, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var broker = await servers.NewVirtualHostAsync("hub-statuses", cancellationToken);
        var voice = new UnitVoice(broker, clock);
        var place = new Premises(await servers.NewDatabaseAsync("hub_statuses", cancellationToken), broker) { Settings = NoBudget, Seen = voice.Take };
        await using var hub = await HubSubject.StartAsync(servers, place, (graph, channel), clock, cancellationToken);
        List<StatusRound> rounds = [];
        for (var repetition = 0; repetition <= size.Repetitions; repetition++)
        {
            await hub.SaturateAsync(size.Reports, Longest, cancellationToken);
            await SettleAsync(graph, cancellationToken);
            var round = await SayAsync((graph, voice), servers.PartsOf(hub.Program), cancellationToken);
            Console.WriteLine($"{(repetition > 0 ? $"Statuses {repetition} of {size.Repetitions}" : "Warming up")}: {round.PerSecond:0}/s.");
            if (repetition > 0)
            {
                rounds.Add(round);
            }
        }

        return rounds;
    }

    public static Table Table(IReadOnlyList<StatusRound> rounds) => new(
        $"Statuses back to the channel: {rounds.Count} repetitions of {rounds[0].Statuses} statuses; median (smallest-largest)",
        ["", "H, the hub"],
        [
            ["statuses/s, unit's word to the channel's 200", Of(rounds, round => round.PerSecond).Text("0")],
            ["CPU s for 10,000: all", Of(rounds, round => round.CpuPerTenThousand).Text("0.00")],
            ["machine taken by others, %", Of(rounds, round => round.Spent.OthersShare * 100).Text("0")],
        ])
    {
        Notes = rounds.Sum(round => round.Off) is > 0 and var off ? [$"{off} statuses did not come in time or came twice."] : [],
    };

    private static Series Of(IReadOnlyList<StatusRound> rounds, Func<StatusRound, double> figure) => new([.. rounds.Select(figure)]);

    private async Task<StatusRound> SayAsync((GraphStand Graph, UnitVoice Voice) ends, Parts parts, CancellationToken cancellationToken)
    {
        var before = ends.Graph.Told;
        var wanted = ends.Voice.Waiting * Words.Length;
        var meter = new Meter(parts);
        var saying = ends.Voice.SayAsync(Words, cancellationToken);
        while (ends.Graph.Told - before < wanted && Stopwatch.GetElapsedTime(meter.Started) < Longest)
        {
            await Task.Delay(Glance, clock, cancellationToken);
        }

        var seconds = Stopwatch.GetElapsedTime(meter.Started).TotalSeconds;
        await saying;
        var spent = meter.Stop();
        await SettleAsync(ends.Graph, cancellationToken);
        var told = ends.Graph.Told - before;
        return new StatusRound(Math.Min(told, wanted), seconds, spent) { Off = Math.Abs(told - wanted) };
    }

    /// <summary>Until the channel has been told nothing new for a while.</summary>
    private async Task SettleAsync(GraphStand graph, CancellationToken cancellationToken)
    {
        var (told, since) = (graph.Told, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since) < Still)
        {
            await Task.Delay(Glance, clock, cancellationToken);
            if (graph.Told != told)
            {
                (told, since) = (graph.Told, Stopwatch.GetTimestamp());
            }
        }
    }
}
