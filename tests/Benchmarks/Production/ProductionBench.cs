using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Pipelines;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Production;

/// <summary>
/// L, T and H side by side on one PostgreSQL and one RabbitMQ, in turn within each repetition, so that a disturbance meets all.
/// All of them are there all the time; the ones whose turn it is not cost next to nothing.
/// </summary>
internal sealed class ProductionBench(ProductionSize size, TimeProvider clock)
{
    private const int WarmUps = 3;
    private const int FirstReports = 400;
    private const int SignatureRequests = 20_000;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmEach = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(60);

    private readonly WhatsAppSimulatorSettings channel = new();
    private readonly Dictionary<string, double> rates = [];

    public async Task<ProductionFigures> RunAsync(BenchServers servers, CancellationToken cancellationToken)
    {
        await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
        var place = new Premises(await servers.NewDatabaseAsync("hub_bench", cancellationToken), await servers.NewVirtualHostAsync("hub-bench", cancellationToken)) { Size = size.Bytes };
        List<(double Milliseconds, double Megabytes)> starts = [];
        for (var start = 1; start < size.Starts; start++)
        {
            await using var early = await StartAsync(servers, place, graph, starts, cancellationToken);
        }

        await using var hub = await StartAsync(servers, place, graph, starts, cancellationToken);
        await using var lean = await References.LeanAsync(servers, size.Bytes, clock, cancellationToken);
        await using var tutorial = await References.TutorialAsync(servers, size.Bytes, clock, cancellationToken);
        var (signature, address) = await References.AloneAsync(PipelineHost.Signature, (servers.Place(PipelineHost.Signature), ""), cancellationToken);
        await using var ended = signature;
        await WarmAsync(hub, cancellationToken);
        var rounds = await SaturateAsync([lean, tutorial, hub], address, cancellationToken);
        var half = await HalfAsync([lean, hub], rounds.Shown, cancellationToken);
        return new ProductionFigures(With(lean), With(tutorial), With(hub))
        {
            SignaturePerSecond = rounds.Signature,
            StartMilliseconds = new Series([.. starts.Select(start => start.Milliseconds)]),
            IdleMegabytes = new Series([.. starts.Select(start => start.Megabytes)]),
        };

        Shown With(Subject subject) => new(rounds.Shown[subject.Name], half.GetValueOrDefault(subject.Name) ?? []) { OfferedPerSecond = HalfOf(subject, rounds.Shown) };
    }

    private async Task<Subject> StartAsync(
        BenchServers servers, Premises place, GraphStand graph, List<(double Milliseconds, double Megabytes)> starts, CancellationToken cancellationToken)
    {
        var hub = await HubSubject.StartAsync(servers, place, (graph, channel), clock, cancellationToken);
        await Task.Delay(Idle, clock, cancellationToken);
        starts.Add((hub.Program.StartMilliseconds, hub.Program.Megabytes));
        return hub;
    }

    /// <summary>A hub runs for weeks: what it takes to compile the paths of its first reports is no part of what a report costs.</summary>
    private async Task WarmAsync(Subject hub, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < size.Warm)
        {
            var round = await hub.SaturateAsync(Plan.Fitting(Plan.Reports(rates.GetValueOrDefault(hub.Name), WarmEach, FirstReports), size.Bytes), LongestSend, cancellationToken);
            rates[hub.Name] = round.PerSecond;
        }

        Console.WriteLine($"Warm after {hub.Next - 1} reports: hub {rates.GetValueOrDefault(hub.Name):0}/s.");
    }

    private async Task<(Dictionary<string, List<Round>> Shown, Series Signature)> SaturateAsync(IReadOnlyList<Subject> subjects, Uri signature, CancellationToken cancellationToken)
    {
        var shown = subjects.ToDictionary(subject => subject.Name, _ => new List<Round>());
        var signatures = new List<double>();
        var requests = References.Requests((1, Plan.Fitting(SignatureRequests, size.Bytes)), (number, at) => ReportBody.Write(number, size.Bytes, at), clock);
        for (var repetition = 1 - WarmUps; repetition <= size.Repetitions; repetition++)
        {
            var line = new List<string>();
            foreach (var subject in subjects)
            {
                await Quiet.WaitAsync(repetition > 0 ? size.QuietWait : TimeSpan.Zero, cancellationToken);
                var round = await subject.SaturateAsync(Plan.Fitting(Plan.Reports(rates.GetValueOrDefault(subject.Name), size.Each, FirstReports), size.Bytes), LongestSend, cancellationToken);
                rates[subject.Name] = round.PerSecond;
                line.Add($"{subject.Name} {round.PerSecond:0}/s{(round.Spent.IsDisturbed ? "*" : "")}");
                if (repetition > 0)
                {
                    shown[subject.Name].Add(round);
                }
            }

            var checkedAlone = await new WebhookLoad(signature).RunAsync(requests, LongestSend, cancellationToken);
            signatures.Add(checkedAlone.Accepted / checkedAlone.Seconds);
            Console.WriteLine($"{(repetition > 0 ? $"Repetition {repetition} of {size.Repetitions}" : "Warming up")}: {string.Join(", ", line)}.");
        }

        return (shown, new Series([.. signatures.Skip(WarmUps)]));
    }

    private async Task<Dictionary<string, List<PacedRound>>> HalfAsync(
        IReadOnlyList<Subject> subjects, Dictionary<string, List<Round>> rounds, CancellationToken cancellationToken)
    {
        var shown = subjects.ToDictionary(subject => subject.Name, _ => new List<PacedRound>());
        for (var repetition = 1; repetition <= size.Repetitions; repetition++)
        {
            foreach (var subject in subjects)
            {
                await Quiet.WaitAsync(size.QuietWait, cancellationToken);
                shown[subject.Name].Add(await subject.PaceAsync(Pace.Steady(HalfOf(subject, rounds), size.Each.TotalSeconds), cancellationToken));
            }

            Console.WriteLine($"Half load {repetition} of {size.Repetitions}: {string.Join(", ", subjects.Select(subject => $"{subject.Name} p50 {shown[subject.Name][^1].Percentile(0.5):0} ms, p99 {shown[subject.Name][^1].Percentile(0.99):0} ms"))}.");
        }

        return shown;
    }

    private static double HalfOf(Subject subject, Dictionary<string, List<Round>> rounds) => rounds[subject.Name].Select(round => round.PerSecond).Median() / 2;
}
