using BenchmarkDotNet.Attributes;
using Hub.Contracts.Reports;
using Hub.Router.Routing;
using Hub.Worker.Config;

namespace Hub.Benchmarks.Functions;

/// <summary>The rules that ship, and one decision by them.</summary>
public class RoutingBenchmarks
{
    private RoutingEngine engine = null!;
    private ReportFacts byTopic = null!;
    private ReportFacts byCategory = null!;

    [GlobalSetup]
    public void Prepare()
    {
        engine = new RoutingEngine(Loaded());
        var at = new DateTimeOffset(2026, 8, 20, 3, 0, 0, TimeSpan.Zero);
        byTopic = new ReportFacts("whatsapp", at, null, Samples.Clean, null, ReportClass.Unclassified, new Sensitivity(false, false), null);
        byCategory = new ReportFacts(
            "sp4n", at, "Jalan rusak", Samples.Clean, "Pekerjaan Umum dan Penataan Ruang > Jalan Nasional", ReportClass.Complaint, new Sensitivity(false, false),
            new ReportPlace(Province: "Jawa Barat", Regency: "Kab. Bandung"));
    }

    [Benchmark]
    public object LoadRules() => new RoutingEngine(Loaded());

    [Benchmark]
    public RoutingDecision DecideFromWords() => engine.Decide(byTopic);

    [Benchmark]
    public RoutingDecision DecideFromCategory() => engine.Decide(byCategory);

    private static RoutingKnowledge Loaded() => RoutingFiles.Load(RoutingFiles.Shipped) is RoutingFilesResult.Loaded loaded
        ? loaded.Knowledge
        : throw new InvalidOperationException($"The rules in {RoutingFiles.Shipped} are refused; hub routing check says why.");
}
