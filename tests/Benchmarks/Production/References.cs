using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Pipelines;
using Hub.Testing.Servers;

namespace Hub.Benchmarks.Production;

/// <summary>Starts what the hub is compared with: this program again, under another verb.</summary>
internal static class References
{
    public static async Task<Subject> LeanAsync(BenchServers servers, int size, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (store, broker) = (await servers.NewDatabaseAsync(PipelineHost.Lean, cancellationToken), await servers.NewVirtualHostAsync(PipelineHost.Lean, cancellationToken));
        await LeanStore.CreateAsync(store, cancellationToken);
        await BenchServers.DeclareAsync(broker, [PipelineSettings.RouteQueue, PipelineSettings.UnitQueue], cancellationToken);
        return await StartAsync(servers, PipelineHost.Lean, (store, broker), (number, at) => ReportBody.Write(number, size, at), clock, cancellationToken);
    }

    public static async Task<Subject> TutorialAsync(BenchServers servers, int size, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (store, broker) = (await servers.NewDatabaseAsync(PipelineHost.Tutorial, cancellationToken), await servers.NewVirtualHostAsync(PipelineHost.Tutorial, cancellationToken));
        await TutorialPipeline.CreateAsync(store, cancellationToken);
        await BenchServers.DeclareAsync(broker, [PipelineSettings.UnitQueue], cancellationToken);
        return await StartAsync(servers, PipelineHost.Tutorial, (store, broker), (number, at) => ReportBody.Write(number, size, at), clock, cancellationToken);
    }

    /// <summary>A pipeline without a broker: signature alone, or the embedded one.</summary>
    public static async Task<(ChildProgram Program, Uri Address)> AloneAsync(string name, (string Place, string Store) files, CancellationToken cancellationToken)
    {
        var settings = new PipelineSettings(new Uri($"http://127.0.0.1:{FreePort.Next()}"), files.Store, null);
        return (await ProgramAsync(name, settings, files.Place, cancellationToken), settings.Address);
    }

    public static IReadOnlyList<byte[]> Requests((int First, int Count) range, Func<int, DateTimeOffset, byte[]> body, TimeProvider clock) =>
        [.. Enumerable.Range(range.First, range.Count).Select(number => Request.Write(PipelineHost.Webhook, body(number, clock.GetUtcNow()), (ReportBody.Header, "", ReportBody.Secret)))];

    private static async Task<Subject> StartAsync(
        BenchServers servers, string name, (string Store, Uri Broker) at, Func<int, DateTimeOffset, byte[]> body, TimeProvider clock, CancellationToken cancellationToken)
    {
        var settings = new PipelineSettings(new Uri($"http://127.0.0.1:{FreePort.Next()}"), at.Store, at.Broker);
        var program = await ProgramAsync(name, settings, servers.Place(name), cancellationToken);
        var arrivals = new Arrivals();
        var reader = await QueueReader.StartAsync(
            at.Broker,
            [PipelineSettings.UnitQueue],
            message =>
            {
                if (Guid.TryParse(message.BasicProperties.MessageId, out var id))
                {
                    arrivals.Take(ReportBody.NumberOf(id));
                }
            },
            cancellationToken);
        return new Subject(name, program, servers.PartsOf(program))
        {
            Address = settings.Address,
            Arrivals = arrivals,
            Write = (first, count) => Requests((first, count), body, clock),
        }.With(reader);
    }

    private static Task<ChildProgram> ProgramAsync(string name, PipelineSettings settings, string place, CancellationToken cancellationToken)
    {
        var dotnet = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known, so it cannot be started again.");
        var own = Path.GetFileNameWithoutExtension(dotnet) is "dotnet" ? (string[])[dotnet, typeof(References).Assembly.Location] : [dotnet];
        return ChildProgram.StartAsync(([.. own, PipelineHost.Verb, name], settings.Variables), new Uri(settings.Address, PipelineHost.Health), place, cancellationToken);
    }
}
