using Hub.Benchmarks.Load;

namespace Hub.Benchmarks.Tests.Load;

public sealed class ArrivalsTests
{
    private readonly Arrivals arrivals = new();

    [Fact]
    public void A_report_that_comes_twice_is_counted_once_and_noted()
    {
        arrivals.Take(1);
        var moment = arrivals.MomentOf(1);
        arrivals.Take(1);

        Assert.Equal((1, 1), (arrivals.Count, arrivals.Twice));
        Assert.Equal(moment, arrivals.MomentOf(1));
    }

    [Fact]
    public async Task What_does_not_come_is_not_waited_for_for_ever() =>
        Assert.False(await arrivals.ReachAsync(1, TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken));
}
