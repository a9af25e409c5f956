using Hub.Benchmarks.Growth;

namespace Hub.Benchmarks.Tests.Growth;

public sealed class BacklogFiguresTests
{
    [Fact]
    public void Each_tenth_has_its_own_rate()
    {
        var figures = BacklogFigures.Of(1000, [.. Enumerable.Range(0, 1000).Select(number => number < 500 ? number * 0.01 : 5 + ((number - 500) * 0.02))]);

        Assert.Equal(10, figures.Tenths.Count);
        Assert.Equal([100, 50], [Math.Round(figures.Tenths[1]), Math.Round(figures.Tenths[9])]);
    }

    [Fact]
    public void A_backlog_that_is_not_worked_off_shows_how_far_it_came()
    {
        var figures = BacklogFigures.Of(1000, [.. Enumerable.Range(0, 250).Select(number => number * 0.1)]);

        Assert.Equal((250, 2), (figures.Drained, figures.Tenths.Count));
    }

    [Fact]
    public void Nothing_at_all_is_no_rate() => Assert.Empty(BacklogFigures.Of(1000, []).Tenths);
}
