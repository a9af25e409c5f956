using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Tests.Measuring;

public sealed class MediansTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 3.0, 2.0 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7.0)]
    public void The_median_stands_in_the_middle_whatever_the_order(double[] values, double median) => Assert.Equal(median, values.Median());

    [Fact]
    public void A_repetition_that_failed_is_not_hidden_by_its_neighbours() => Assert.True(double.IsNaN(new[] { 1.0, double.NaN, 3.0 }.Median()));

    [Theory]
    [InlineData(0.5, 51)]
    [InlineData(0.95, 96)]
    [InlineData(0.99, 100)]
    [InlineData(1.0, 100)]
    public void A_percentile_is_a_value_that_was_seen(double share, double value) =>
        Assert.Equal(value, Enumerable.Range(1, 100).Select(number => (double)number).ToList().Percentile(share));

    [Fact]
    public void Nothing_seen_has_no_percentile() => Assert.True(double.IsNaN(new List<double>().Percentile(0.5)));
}
