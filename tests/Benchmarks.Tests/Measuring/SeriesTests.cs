using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Tests.Measuring;

public sealed class SeriesTests
{
    [Fact]
    public void A_ratio_is_taken_repetition_by_repetition() =>
        Assert.Equal([0.5, 0.25, 2.0], new Series(100, 50, 400).Over(new Series(200, 200, 200)).Values);

    [Fact]
    public void A_figure_shows_its_smallest_and_its_largest() => Assert.Equal("20 (10-30)", new Series(30, 10, 20).Text("0"));

    [Fact]
    public void What_was_not_measured_is_a_dash() => Assert.Equal("-", new Series([]).Text("0"));
}
