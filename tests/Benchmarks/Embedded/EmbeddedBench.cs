using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Pipelines;
using Hub.Benchmarks.Production;
using Hub.Simulators.Demo;
using Hub.Simulators.WhatsApp;
using Hub.Testing.Servers;

namespace Hub.Benchmarks.Embedded;

/// <summary>
/// Loads the embedded hub as Meta would in a disaster: signed webhooks of about 1.2 KB over 64 connections, each from another
/// citizen, the next as soon as the last is answered. In turn with it F1, the leanest program with the same engine and durability.
/// </summary>
internal sealed class EmbeddedBench(EmbeddedSize size, TimeProvider clock)
{
    private const int FirstReports = 500;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private readonly WhatsAppSimulatorSettings channel = new();

    public async Task<EmbeddedFigures> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        try
        {
            await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
            List<ChildProgram> starts = [];
            for (var start = 1; start < size.Starts; start++)
            {
                await using var early = (await StartAsync(folder, $"start-{start}", graph, cancellationToken)).Program;
                starts.Add(early);
            }

            var (program, settings) = await StartAsync(folder, "load", graph, cancellationToken);
            await using var loaded = program;
            starts.Add(loaded);
            var idle = loaded.Megabytes;
            var (floor, address) = await References.AloneAsync(PipelineHost.Sqlite, (Path.Combine(folder.FullName, "floor"), Path.Combine(folder.FullName, "floor.db")), cancellationToken);
            await using var ended = floor;
            using var http = Operations(settings);
            using var done = new HttpClient { BaseAddress = address };
            var rounds = await LoadAsync([Hub(loaded, http), Floor(floor, done)], cancellationToken);
            return new EmbeddedFigures(rounds[0], rounds[1])
            {
                StartMilliseconds = new Series([.. starts.Select(start => start.StartMilliseconds)]),
                IdleMegabytes = new Series(idle),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<(ChildProgram Program, HubSettings Settings)> StartAsync(DirectoryInfo folder, string name, GraphStand graph, CancellationToken cancellationToken)
    {
        var settings = new HubSettings(new Uri($"http://127.0.0.1:{FreePort.Next()}"), production: false);
        settings.Add(GraphStand.HubSettings(channel, graph.Address));
        settings.Store(Path.Combine(folder.FullName, name, "hub.db"));
        var found = HubProgram.Find();
        var program = await ChildProgram.StartAsync(
            ([found.File, .. found.First, "run"], settings.Values), new Uri(settings.Values["Http__Address"] + "/health/ready"), Path.Combine(folder.FullName, name), cancellationToken);
        await Task.Delay(Idle, clock, cancellationToken);
        return (program, settings);
    }

    private async Task<IReadOnlyList<EmbeddedRound>[]> LoadAsync(IReadOnlyList<EmbeddedTarget> targets, CancellationToken cancellationToken)
    {
        List<EmbeddedRound>[] shown = [.. targets.Select(_ => new List<EmbeddedRound>())];
        var (rates, numbers) = (new double[targets.Count], new int[targets.Count]);
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < size.Warm)
        {
            await RepeatAsync("Warming up", (_, _) => { });
        }

        for (var repetition = 1; repetition <= size.Repetitions; repetition++)
        {
            await RepeatAsync($"Embedded {repetition} of {size.Repetitions}", (index, round) => shown[index].Add(round));
        }

        return shown;

        async Task RepeatAsync(string what, Action<int, EmbeddedRound> take)
        {
            for (var index = 0; index < targets.Count; index++)
            {
                var reports = Plan.Reports(rates[index], size.Each, FirstReports);
                var round = await targets[index].RepeatAsync((numbers[index] + 1, reports), cancellationToken);
                (rates[index], numbers[index]) = (round.RoutedPerSecond, numbers[index] + reports);
                take(index, round);
            }

            var line = targets.Zip(rates, (target, rate) => string.Create(CultureInfo.InvariantCulture, $"{target.Name} {rate:0}/s"));
            Console.WriteLine($"{what}: {string.Join(", ", line)}.");
        }
    }

    private EmbeddedTarget Hub(ChildProgram program, HttpClient http) => new(
        "hub", program, http.BaseAddress!, new WhatsAppRequests(channel, new Premises("", http.BaseAddress!), clock).Write,
        async token => Decisions(await http.GetStringAsync("metrics", token)));

    private EmbeddedTarget Floor(ChildProgram program, HttpClient http) => new(
        "F1", program, http.BaseAddress!, (first, count) => References.Requests((first, count), (number, at) => ReportBody.Write(number, ReportBody.UsualBytes, at), clock),
        token => http.GetFromJsonAsync<int>(PipelineHost.Done, token));

    /// <summary>By the hub's own counter: counting the rows would read the whole table again and again while the hub works on it.</summary>
    private static int Decisions(string metrics) => metrics.Split('\n').Where(line => line.StartsWith("hub_decisions_total{", StringComparison.Ordinal))
        .Sum(line => int.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    private static HttpClient Operations(HubSettings settings) => new()
    {
        BaseAddress = new Uri(settings.Values["Http__Address"]),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", settings.OperationsKey) },
    };
}
