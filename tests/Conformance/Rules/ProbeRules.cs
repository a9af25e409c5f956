namespace Hub.Conformance.Rules;

/// <summary>Health asks, and is told the truth.</summary>
internal static class ProbeRules
{
    public static readonly IReadOnlyList<ConnectorRule> All =
    [
        new("a-probe-is-content-when-all-is-well", [Side.Probe], WellAsync),
        new("a-probe-tells-a-revoked-credential", [Side.Probe], (bench, cancellationToken) => WrongAsync(bench, new GateAct.Answer(401), cancellationToken)),
        new("a-probe-tells-an-outage", [Side.Probe], (bench, cancellationToken) => WrongAsync(bench, new GateAct.Unreachable(), cancellationToken)),
        new("a-probe-tells-a-web-page-from-the-channel", [Side.Probe], (bench, cancellationToken) => WrongAsync(bench, new GateAct.Answer(200, "<title>Masuk</title>", "text/html"), cancellationToken)),
    ];

    private static async Task WellAsync(IConnectorBench bench, CancellationToken cancellationToken)
    {
        var wrong = await bench.Probe.ProbeAsync(cancellationToken);
        Conforms.That(wrong is null, $"The probe of a healthy channel says: {wrong}");
    }

    private static async Task WrongAsync(IConnectorBench bench, GateAct act, CancellationToken cancellationToken)
    {
        await bench.Probe.ProbeAsync(cancellationToken);
        bench.Stage.Gate.Script = _ => act;
        var wrong = await bench.Probe.ProbeAsync(cancellationToken);
        Conforms.That(wrong is { Length: > 10 }, $"The probe is content with {act}.");
        Conforms.That(bench.Secrets.All(secret => !wrong!.Contains(secret, StringComparison.Ordinal)), "The probe tells a secret.");
    }
}
