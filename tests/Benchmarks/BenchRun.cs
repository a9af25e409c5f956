using Hub.Benchmarks.Embedded;
using Hub.Benchmarks.Functions;
using Hub.Benchmarks.Growth;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Benchmarks.Routing;
using Hub.Benchmarks.Statuses;
using Hub.Benchmarks.Webhooks;

namespace Hub.Benchmarks;

/// <summary>How much is measured.</summary>
internal sealed record BenchSize(int Repetitions, TimeSpan Each)
{
    public bool Quick { get; init; }

    /// <summary>Bytes of one webhook.</summary>
    public int Bytes { get; init; } = Pipelines.ReportBody.UsualBytes;

    /// <summary>Where the tables go as Markdown, too.</summary>
    public string? Page { get; init; }
}

/// <summary>One of the things that can be measured.</summary>
internal delegate Task Part(BenchRun run, CancellationToken cancellationToken);

/// <summary>One call of the bench: the parts that were asked for, their tables, and the line for machines at the end.</summary>
internal sealed class BenchRun(BenchSize size, TimeProvider clock)
{
    private const int Failed = 2;
    private const int Interrupted = 130;

    private const int FewRepetitions = 3;

    /// <summary>Reports of which units speak in one repetition.</summary>
    private const int FewStatuses = 100;
    private const int ManyStatuses = 1000;

    private readonly List<Table> tables = [];
    private BenchLine line = new();
    private BenchServers? shared;

    /// <summary>A first look spends its time on L, T and H.</summary>
    private int SideRepetitions => size.Quick ? Math.Min(FewRepetitions, size.Repetitions) : size.Repetitions;

    public async Task<int> RunAsync(IReadOnlyList<Part> parts, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var part in parts)
            {
                await part(this, cancellationToken);
            }

            if (size.Page is { } page)
            {
                await File.WriteAllTextAsync(page, BenchPage.Of(tables, clock), cancellationToken);
            }

            Console.WriteLine(line.ToJson());
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception trouble) when (trouble is IOException or InvalidOperationException or HttpRequestException or TimeoutException or Npgsql.NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"bench: {trouble.Message}");
            return Failed;
        }
        finally
        {
            await (shared?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    public async Task ProductionAsync(CancellationToken cancellationToken)
    {
        var how = new ProductionSize(size.Repetitions, size.Each, size.Bytes)
        {
            Starts = size.Quick ? 1 : 3,
            Warm = TimeSpan.FromSeconds(size.Quick ? 25 : 60),
            QuietWait = size.Quick ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(5),
        };
        await OnServersAsync(
            async servers =>
            {
                var figures = await new ProductionBench(how, clock).RunAsync(servers, cancellationToken);
                line = line.With(figures);
                return ProductionTable.Of(figures, how);
            },
            cancellationToken);
    }

    public async Task EmbeddedAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Starting the embedded hub ...");
        var figures = await new EmbeddedBench(new EmbeddedSize(SideRepetitions, size.Each) { Starts = size.Quick ? 1 : 3, Warm = TimeSpan.FromSeconds(size.Quick ? 10 : 60) }, clock).RunAsync(cancellationToken);
        Show([EmbeddedTable.Of(figures)]);
        line = line.With(figures);
    }

    public Task WebhooksAsync(CancellationToken cancellationToken) => OnServersAsync(
        async servers => [await new WebhookBench((SideRepetitions, size.Each), clock).RunAsync(servers, cancellationToken)], cancellationToken);

    public Task StatusesAsync(CancellationToken cancellationToken) => OnServersAsync(
        async servers => [StatusBench.Table(await new StatusBench((SideRepetitions, size.Quick ? FewStatuses : ManyStatuses), clock).RunAsync(servers, cancellationToken))],
        cancellationToken);

    public Task RoutingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Show([new RoutingBench(size.Repetitions, size.Each / 2).Run()]);
        return Task.CompletedTask;
    }

    public async Task GrowthAsync(GrowthOptions options, CancellationToken cancellationToken)
    {
        var how = new GrowthBench(new TurnsSize(size.Repetitions, size.Each), clock);
        if (options.Stored.Count > 0)
        {
            await OnServersAsync(
                async servers =>
                {
                    var figures = await how.StoredAsync(servers, options.Stored, cancellationToken);
                    line = line.WithGrowth(figures.Ratio(GrowthBench.Label(1_000_000), GrowthBench.Label(10_000)));
                    return [figures.Table()];
                },
                cancellationToken);
        }

        if (options.Units.Count > 0)
        {
            await OnServersAsync(async servers => [(await how.UnitsAsync(servers, options.Units, cancellationToken)).Table()], cancellationToken);
        }

        foreach (var kilobytes in options.Bodies)
        {
            var body = new ProductionSize(size.Repetitions, size.Each, kilobytes == 1 ? size.Bytes : kilobytes * 1024) { Starts = 1 };
            await OnServersAsync(async servers => ProductionTable.Of(await new ProductionBench(body, clock).RunAsync(servers, cancellationToken), body), cancellationToken);
        }

        await BadDaysAsync(options, cancellationToken);
    }

    public Task FunctionsAsync(string[] patterns) => FunctionBench.Run(size.Quick, patterns) == 0
        ? Task.CompletedTask
        : throw new InvalidOperationException("the function benchmarks failed; their words stand above.");

    private async Task BadDaysAsync(GrowthOptions options, CancellationToken cancellationToken)
    {
        if (options.Spike is { } spike)
        {
            await OnServersAsync(async servers => [(await new SpikeBench(spike, clock).RunAsync(servers, cancellationToken)).Table(spike)], cancellationToken);
        }

        if (options.Backlog is { } backlog)
        {
            await OnServersAsync(async servers => [(await new BacklogBench(backlog.Reports, backlog.Longest, clock).RunAsync(servers, cancellationToken)).Table()], cancellationToken);
        }
    }

    /// <summary>New servers for each, so that none inherits another's rows; a first look has one pair for all.</summary>
    private async Task OnServersAsync(Func<BenchServers, Task<IReadOnlyList<Table>>> measure, CancellationToken cancellationToken)
    {
        if (size.Quick)
        {
            shared ??= await StartAsync(cancellationToken);
            Show(await measure(shared));
            return;
        }

        await using var servers = await StartAsync(cancellationToken);
        Show(await measure(servers));
    }

    private static Task<BenchServers> StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Starting PostgreSQL and RabbitMQ ...");
        return BenchServers.StartAsync(cancellationToken);
    }

    private void Show(IReadOnlyList<Table> shown)
    {
        tables.AddRange(shown);
        foreach (var table in shown)
        {
            Console.WriteLine(table.Screen());
        }
    }
}
