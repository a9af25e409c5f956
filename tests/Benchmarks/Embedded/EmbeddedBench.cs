using System.Diagnostics;
using Hub.Simulators.Demo;
using Hub.Simulators.WhatsApp;

namespace Hub.Benchmarks.Embedded;

/// <summary>
/// Loads the embedded hub as Meta would in a disaster: signed webhooks of about 1.2 KB over 64 connections, each from another
/// citizen, the next as soon as the last is answered. The floor of each repetition is the same count of rows written by bare SQLite.
/// </summary>
internal sealed class EmbeddedBench(EmbeddedSize size, TimeProvider clock)
{
    private const int Starts = 3;
    private const int Repetitions = 3;

    /// <summary>After one, the runtime still spends a third of the hub's processor time on compiling.</summary>
    private const int WarmUps = 2;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRouting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestTelling = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly WhatsAppSimulatorSettings channel = new();
    private int written;

    public async Task<EmbeddedFigures> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-");
        try
        {
            await using var graph = await GraphStand.StartAsync(channel, cancellationToken);
            Console.WriteLine("Starting the embedded hub ...");
            List<StartFigures> starts = [];
            for (var round = 1; round < Starts; round++)
            {
                await using var hub = await StartAsync(Path.Combine(folder.FullName, $"start-{round}"), graph.Address, cancellationToken);
                starts.Add(await RestAsync(hub, cancellationToken));
            }

            await using var loaded = await StartAsync(Path.Combine(folder.FullName, "load"), graph.Address, cancellationToken);
            starts.Add(await RestAsync(loaded, cancellationToken));
            return new EmbeddedFigures(starts, await LoadAsync(loaded, folder, cancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<MeasuredHub> StartAsync(string folder, Uri graph, CancellationToken cancellationToken)
    {
        var settings = new HubSettings(DemoFolder.FreeAddress(), production: false);
        settings.Add(GraphStand.HubSettings(channel, graph));
        settings.Store(Path.Combine(folder, "hub.db"));
        return MeasuredHub.StartAsync(settings, cancellationToken);
    }

    private async Task<StartFigures> RestAsync(MeasuredHub hub, CancellationToken cancellationToken)
    {
        await Task.Delay(Idle, clock, cancellationToken);
        return new StartFigures(hub.StartMilliseconds, hub.Megabytes);
    }

    private async Task<IReadOnlyList<Repetition>> LoadAsync(MeasuredHub hub, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        List<Repetition> measured = [];
        for (var round = 1 - WarmUps; round <= Repetitions; round++)
        {
            var repetition = await RepeatAsync(hub, cancellationToken);
            var rows = RawSqlite.RowsPerSecond(Path.Combine(folder.FullName, $"raw-{round}.db"), size.Reports);
            if (round > 0)
            {
                measured.Add(repetition with { RawRowsPerSecond = rows });
            }

            Console.WriteLine($"{(round > 0 ? $"Repetition {round} of {Repetitions}" : "Warming up")}: {repetition.AcceptedPerSecond:0} reports/s accepted, bare SQLite {rows:0} rows/s.");
        }

        return measured;
    }

    private async Task<Repetition> RepeatAsync(MeasuredHub hub, CancellationToken cancellationToken)
    {
        var bodies = SignedBody.Write(channel, (written, size.Reports), clock.GetUtcNow());
        written += bodies.Count;
        var before = await hub.CountAsync(cancellationToken);
        GC.Collect();

        var (cpu, machine, started) = (hub.Cpu, MachineUse.Now(hub), Stopwatch.GetTimestamp());
        var load = await new WebhookLoad(hub.Address, size.LongestSend).RunAsync(bodies, cancellationToken);
        var routed = await UntilAsync(
            async token => await hub.CountAsync(token) is { Waiting: 0 } now && now.Reports >= before.Reports + load.Accepted, (started, LongestRouting), cancellationToken);
        var figures = new Repetition(
            load.Accepted, load.Refused, load.Seconds, routed, load.Percentile(0.50), load.Percentile(0.99),
            (hub.Cpu - cpu).TotalSeconds, MachineUse.Now(hub).OthersSince(machine));

        var megabytes = hub.Megabytes;
        var told = await UntilAsync(async token => await hub.StatusesWaitingAsync(token) == 0, (started, LongestTelling), cancellationToken);
        return figures with { LoadedMegabytes = megabytes, ToldSeconds = told };
    }

    /// <returns>Seconds since the start; not a number when it took too long.</returns>
    private async Task<double> UntilAsync(Func<CancellationToken, Task<bool>> isTrue, (long Started, TimeSpan Longest) time, CancellationToken cancellationToken)
    {
        while (!await isTrue(cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(time.Started) > size.LongestSend + time.Longest)
            {
                return double.NaN;
            }

            await Task.Delay(Glance, clock, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(time.Started).TotalSeconds;
    }
}
