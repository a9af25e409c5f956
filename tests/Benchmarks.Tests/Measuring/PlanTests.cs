using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Tests.Measuring;

public sealed class PlanTests
{
    [Theory]
    [InlineData(0, 400)]
    [InlineData(double.NaN, 400)]
    [InlineData(1000, 4000)]
    [InlineData(3, 200)]
    [InlineData(1_000_000, 100_000)]
    public void A_repetition_takes_its_time_whatever_the_rate_before_it(double perSecond, int reports) =>
        Assert.Equal(reports, Plan.Reports(perSecond, TimeSpan.FromSeconds(4), 400));

    [Theory]
    [InlineData(20_000, 1200, 20_000)]
    [InlineData(20_000, 256_000, 1000)]
    public void Requests_are_no_more_than_fit_into_memory(int requests, int bytes, int fitting) => Assert.Equal(fitting, Plan.Fitting(requests, bytes));

    [Theory]
    [InlineData(1, 4, 0.25)]
    [InlineData(-0.1, 4, 0)]
    [InlineData(5, 4, 1)]
    [InlineData(1, 0, 0)]
    public void The_share_of_others_is_from_nothing_to_all(double others, double total, double share) => Assert.Equal(share, Meter.Share(others, total));
}
