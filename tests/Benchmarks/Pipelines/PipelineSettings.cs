namespace Hub.Benchmarks.Pipelines;

/// <summary>What a reference pipeline is told by the measuring process, in its environment.</summary>
internal sealed record PipelineSettings(Uri Address, string Store, Uri? Broker)
{
    private const string AddressVariable = "BENCH_ADDRESS";
    private const string StoreVariable = "BENCH_STORE";
    private const string BrokerVariable = "BENCH_BROKER";

    /// <summary>Messages to the router of the pipeline.</summary>
    public const string RouteQueue = "bench.route";

    /// <summary>Where a report has arrived.</summary>
    public const string UnitQueue = "bench.unit";

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        [AddressVariable] = Address.GetLeftPart(UriPartial.Authority),
        [StoreVariable] = Store,
        [BrokerVariable] = Broker?.AbsoluteUri ?? "",
    };

    public static PipelineSettings Read() => new(
        new Uri(Required(AddressVariable)), Environment.GetEnvironmentVariable(StoreVariable) ?? "",
        Environment.GetEnvironmentVariable(BrokerVariable) is { Length: > 0 } broker ? new Uri(broker) : null);

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is missing; the bench itself starts a pipeline and sets it.");
}
