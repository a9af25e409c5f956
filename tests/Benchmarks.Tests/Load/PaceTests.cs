using Hub.Benchmarks.Load;

namespace Hub.Benchmarks.Tests.Load;

public sealed class PaceTests
{
    private readonly Pace spike = new((10, 60), (100, 30), (10, 60));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(60, 600)]
    [InlineData(61, 700)]
    [InlineData(90, 3600)]
    [InlineData(100, 3700)]
    [InlineData(1000, 4200)]
    public void Each_stretch_has_its_own_rate(double seconds, int due) => Assert.Equal(due, spike.DueAfter(seconds));

    [Fact]
    public void All_stretches_together_are_the_whole() => Assert.Equal(4200, spike.Total);
}
