using Hub.Benchmarks.Embedded;
using Hub.Benchmarks.Functions;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Production;
using Hub.Benchmarks.Routing;
using Hub.Benchmarks.Statuses;

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

/// <summary>One call of the bench: the parts that were asked for, their tables, and the line for machines at the end.</summary>
internal sealed class BenchRun(BenchSize size, TimeProvider clock)
{
    private const int Failed = 2;
    private const int Interrupted = 130;

    /// <summary>Reports of which units speak in one repetition.</summary>
    private const int FewStatuses = 100;
    private const int ManyStatuses = 1000;

    private readonly List<Table> tables = [];
    private BenchLine line = new();

    public async Task<int> RunAsync(IReadOnlyList<Func<BenchRun, CancellationToken, Task>> parts, CancellationToken cancellationToken)
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
    }

    public async Task ProductionAsync(CancellationToken cancellationToken)
    {
        var how = new ProductionSize(size.Repetitions, size.Each, size.Bytes)
        {
            Starts = size.Quick ? 1 : 3,
            QuietWait = size.Quick ? TimeSpan.Zero : TimeSpan.FromSeconds(3),
        };
        Console.WriteLine("Starting PostgreSQL, RabbitMQ and the three pipelines ...");
        await using var servers = await BenchServers.StartAsync(cancellationToken);
        var figures = await new ProductionBench(how, clock).RunAsync(servers, cancellationToken);
        Show(ProductionTable.Of(figures, how));
        line = line.With(figures);
    }

    public async Task EmbeddedAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Starting the embedded hub ...");
        var figures = await new EmbeddedBench(new EmbeddedSize(size.Repetitions, size.Each) { Starts = size.Quick ? 1 : 3 }, clock).RunAsync(cancellationToken);
        Show([EmbeddedTable.Of(figures)]);
        line = line.With(figures);
    }

    public async Task StatusesAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("Starting PostgreSQL, RabbitMQ and a hub for statuses ...");
        await using var servers = await BenchServers.StartAsync(cancellationToken);
        Show([StatusBench.Table(await new StatusBench((size.Repetitions, size.Quick ? FewStatuses : ManyStatuses), clock).RunAsync(servers, cancellationToken))]);
    }

    public Task RoutingAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Show([new RoutingBench(size.Repetitions, size.Each / 2).Run()]);
        return Task.CompletedTask;
    }

    public Task FunctionsAsync(string[] patterns) => FunctionBench.Run(size.Quick, patterns) == 0
        ? Task.CompletedTask
        : throw new InvalidOperationException("the function benchmarks failed; their words stand above.");

    private void Show(IReadOnlyList<Table> shown)
    {
        tables.AddRange(shown);
        foreach (var table in shown)
        {
            Console.WriteLine(table.Screen());
        }
    }
}
