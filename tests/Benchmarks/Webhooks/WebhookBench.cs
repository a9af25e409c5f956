using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Pipelines;
using Hub.Benchmarks.Production;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Webhooks;

/// <summary>One repetition: webhooks as fast as they are answered.</summary>
internal sealed record WebhookRound(LoadFigures Load, Spent Spent)
{
    public double PerSecond => Load.Accepted / Load.Seconds;

    public double Percentile(double share) => Load.Answers.Percentile(share);

    public double CpuPerTenThousand => Spent.Work / Load.Accepted * 10_000;
}

/// <summary>
/// A webhook answered when it is durable, by a hub that stands next to channels only (the scaled shape, where others decide),
/// in turn with a program that checks the signature and does nothing else (LIMITS C).
/// </summary>
internal sealed class WebhookBench((int Repetitions, TimeSpan Each) size, TimeProvider clock)
{
    private const int WarmUps = 2;
    private const int FirstRequests = 1000;

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private readonly WhatsAppSimulatorSettings channel = new();

    public async Task<Table> RunAsync(BenchServers servers, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var place = new Premises(await servers.NewDatabaseAsync("hub_webhooks", cancellationToken), await servers.NewVirtualHostAsync("webhooks", cancellationToken))
        {
            Settings = new Dictionary<string, string> { ["Hub__Roles__0"] = "Connectors" },
        };
        await using var hub = await HubSubject.StartAsync(servers, place, (graph, channel), clock, cancellationToken);
        var (signature, address) = await References.AloneAsync(PipelineHost.Signature, (servers.Place(PipelineHost.Signature), ""), cancellationToken);
        await using var ended = signature;
        var alone = await RepeatAsync(
            [
                (hub.Address, servers.PartsOf(hub.Program), hub.Write),
                (address, new Parts(signature.Id, null, null), (first, count) => References.Requests((first, count), (number, at) => ReportBody.Write(number, ReportBody.UsualBytes, at), clock)),
            ],
            cancellationToken);
        return Table(alone[0], alone[1]);
    }

    private async Task<List<WebhookRound>[]> RepeatAsync(
        IReadOnlyList<(Uri Address, Parts Parts, Func<int, int, IReadOnlyList<byte[]>> Write)> targets, CancellationToken cancellationToken)
    {
        List<WebhookRound>[] shown = [.. targets.Select(_ => new List<WebhookRound>())];
        var (rates, numbers) = (new double[targets.Count], new int[targets.Count]);
        for (var repetition = 1 - WarmUps; repetition <= size.Repetitions; repetition++)
        {
            for (var index = 0; index < targets.Count; index++)
            {
                var (address, parts, write) = targets[index];
                var requests = write(numbers[index] + 1, Plan.Reports(rates[index], size.Each, FirstRequests));
                await Quiet.WaitAsync(LongestRest, cancellationToken);
                var meter = new Meter(parts);
                var load = await new WebhookLoad(address).RunAsync(requests, LongestSend, cancellationToken);
                var round = new WebhookRound(load, meter.Stop());
                (rates[index], numbers[index]) = (round.PerSecond, numbers[index] + requests.Count);
                shown[index].AddRange(repetition > 0 ? [round] : []);
            }

            Console.WriteLine($"{(repetition > 0 ? $"Webhooks {repetition} of {size.Repetitions}" : "Warming up")}: hub {rates[0]:0}/s, signature alone {rates[1]:0}/s.");
        }

        return shown;
    }

    private static Table Table(IReadOnlyList<WebhookRound> hub, IReadOnlyList<WebhookRound> alone)
    {
        return new Table(
            $"Webhooks of 1.2 KB to a hub with the role Connectors, {hub.Count} repetitions; median (smallest-largest)",
            ["", "signature alone", "H, durable answer"],
            [
                Row("webhooks/s", round => round.PerSecond, "0"),
                Row("answer p50, ms", round => round.Percentile(0.5), "0.0"),
                Row("answer p99, ms", round => round.Percentile(0.99), "0.0"),
                Row("CPU s for 10,000, while they came", round => round.CpuPerTenThousand, "0.00"),
                Row("not accepted", round => round.Load.Refused, "0"),
                Row("machine taken by others, %", round => round.Spent.OthersShare * 100, "0"),
                ["webhooks/s over signature alone (>= 0.33 wanted)", "1", Of(hub, round => round.PerSecond).Over(Of(alone, round => round.PerSecond)).Text("0.00")],
            ]);

        IReadOnlyList<string> Row(string what, Func<WebhookRound, double> figure, string format) => [what, Of(alone, figure).Text(format), Of(hub, figure).Text(format)];
    }

    private static Series Of(IReadOnlyList<WebhookRound> rounds, Func<WebhookRound, double> figure) => new([.. rounds.Select(figure)]);
}
