using Hub.Faults.Check;
using Hub.Faults.Nemesis;
using Hub.Faults.World;

namespace Hub.Faults.Tests.Check;

public sealed class HealthCheckTests
{
    private static readonly InjectedFault Down = Fault(FaultKind.F10, FaultTarget.Database, "kill", 10, 30);

    [Fact]
    public void Health_that_leaves_and_returns_in_time_is_well() => Assert.Empty(HealthCheck.Judge(Samples(left: 13, back: 40), [Down]));

    [Theory]
    [InlineData(22, 40, "was back", 0)]
    [InlineData(22, 40, "said so", 1)]
    [InlineData(13, 55, "was back", 1)]
    public void Health_that_is_late_is_seen(int left, int back, string word, int times) =>
        Assert.Equal(times, HealthCheck.Judge(Samples(left, back), [Down]).Count(violation => violation.Text.Contains(word, StringComparison.Ordinal)));

    [Fact]
    public void Health_that_never_says_so_is_seen() => Assert.Contains("never", HealthCheck.Judge(Samples(90, 91), [Down]).First().Text, StringComparison.Ordinal);

    [Fact]
    public void A_fault_beside_another_is_not_judged() =>
        Assert.Empty(HealthCheck.Judge(Samples(90, 91), [Down, Fault(FaultKind.F1, FaultTarget.Hub, "kill", 20, 22)]));

    [Fact]
    public void A_fault_shorter_than_its_limit_is_not_judged() =>
        Assert.Empty(HealthCheck.Judge(Samples(90, 91), [Fault(FaultKind.F10, FaultTarget.Database, "kill", 10, 12)]));

    private static IReadOnlyList<HealthSample> Samples(int left, int back) =>
    [
        .. Enumerable.Range(0, 80).Select(second => second >= left && second < back
            ? new HealthSample(Story.Noon.AddSeconds(second), "Unhealthy", "Unhealthy", "Healthy")
            : new HealthSample(Story.Noon.AddSeconds(second), "Healthy", "Healthy", "Healthy")),
    ];

    private static InjectedFault Fault(FaultKind kind, FaultTarget target, string variant, int start, int end) => new(
        new PlannedFault(1, kind, target, variant) { At = TimeSpan.Zero, Length = TimeSpan.Zero }, Story.Noon.AddSeconds(start), Story.Noon.AddSeconds(end), null);
}
