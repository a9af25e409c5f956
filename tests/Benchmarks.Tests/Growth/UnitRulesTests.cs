using Hub.Benchmarks.Growth;
using Hub.Benchmarks.Production;
using Hub.Router.Routing;

namespace Hub.Benchmarks.Tests.Growth;

public sealed class UnitRulesTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"hub-unit-rules-{Environment.ProcessId}");

    [Theory]
    [InlineData(1)]
    [InlineData(111)]
    [InlineData(1_000)]
    public void Each_further_unit_gets_the_reports_that_name_its_matter(int number)
    {
        var codes = UnitRules.Write(folder, 1_000);

        var decision = RoutedUnits.Engine(folder).Decide(RoutedUnits.Facts(Samples.Text(UnitRules.Sentence(number), number, 0)));

        Assert.Equal((RoutingOutcome.Assigned, codes[number - 1]), (decision.Outcome, decision.Unit));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
