using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Router.Outbox;
using Hub.Simulators.Demo;
using Hub.Simulators.WhatsApp;
using Hub.Testing.Servers;
using RabbitMQ.Client.Events;

namespace Hub.Benchmarks.Production;

/// <summary>Where one hub runs, and with what beyond its defaults.</summary>
/// <param name="Database">Connection string; migrated by the start.</param>
internal sealed record Premises(string Database, Uri Broker)
{
    /// <summary>Bytes of one webhook.</summary>
    public int Size { get; init; } = Pipelines.ReportBody.UsualBytes;

    /// <summary>Settings by environment name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Units whose queues are read.</summary>
    public IReadOnlyCollection<string> Units { get; init; } = RoutedUnits.OfSamples();

    /// <summary>How the text of a report begins; the samples in turn when it is not given.</summary>
    public Func<int, string> Opening { get; init; } = Samples.Opening;

    /// <summary>Sees each message to a unit besides the counting.</summary>
    public Action<BasicDeliverEventArgs>? Seen { get; init; }
}

/// <summary>H: the hub itself, a process of its own in the production shape, whole and with its defaults.</summary>
internal static class HubSubject
{
    public const string Name = "hub";

    public static async Task<Subject> StartAsync(BenchServers servers, Premises place, (GraphStand Graph, WhatsAppSimulatorSettings Channel) meta, TimeProvider clock, CancellationToken cancellationToken)
    {
        var settings = Settings(place, meta);
        await MigrateAsync(settings, cancellationToken);
        var queues = place.Units.Select(HubQueues.UnitInbox).ToList();
        await BenchServers.DeclareAsync(place.Broker, queues, cancellationToken);
        var address = new Uri(settings.Values["Http__Address"]);
        var found = HubProgram.Find();
        var program = await ChildProgram.StartAsync(
            ([found.File, .. found.First, "run"], settings.Values), new Uri(address, "health/ready"), servers.Place(Name), cancellationToken);
        var arrivals = new Arrivals();
        var requests = new WhatsAppRequests(meta.Channel, place, clock);
        var reader = await QueueReader.StartAsync(place.Broker, queues, message => Take(message, arrivals, place), cancellationToken);
        return new Subject(Name, program, servers.PartsOf(program)) { Address = address, Arrivals = arrivals, Write = requests.Write }.With(reader);
    }

    /// <summary>hub migrate, on an empty store or an older one.</summary>
    public static async Task MigrateAsync(HubSettings settings, CancellationToken cancellationToken)
    {
        var found = HubProgram.Find();
        await new ServerCommand(found.File, [.. found.First, "migrate"]) { Environment = settings.Values }.RunAsync(cancellationToken);
    }

    public static HubSettings Settings(Premises place, (GraphStand Graph, WhatsAppSimulatorSettings Channel) meta)
    {
        var settings = new HubSettings(new Uri($"http://127.0.0.1:{FreePort.Next()}"), production: true);
        settings.Add(GraphStand.HubSettings(meta.Channel, meta.Graph.Address));
        settings.Store(place.Database);
        settings.Broker(place.Broker);
        settings.Add(new Dictionary<string, string> { ["Units__Default"] = "queue" });
        settings.Add(place.Settings);
        return settings;
    }

    private static void Take(BasicDeliverEventArgs message, Arrivals arrivals, Premises place)
    {
        if (Samples.NumberIn(message.Body.Span) is { } number)
        {
            arrivals.Take(number);
        }

        place.Seen?.Invoke(message);
    }
}
