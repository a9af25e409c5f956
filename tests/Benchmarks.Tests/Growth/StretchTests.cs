using Hub.Benchmarks.Growth;

namespace Hub.Benchmarks.Tests.Growth;

public sealed class StretchTests
{
    [Fact]
    public void It_is_back_when_no_later_ten_seconds_are_bad_again()
    {
        var figures = Stretch.Of(Took(at => at switch { < 60 => 10, < 120 => 500, < 140 => 300, < 150 => 15, < 160 => 300, _ => 15 }), (60, 120), 300);

        Assert.Equal((10, 500, 15, 40), (figures.Before, figures.During, figures.After, figures.BackAfter));
    }

    [Fact]
    public void What_never_gets_better_is_never_back() =>
        Assert.True(double.IsNaN(Stretch.Of(Took(at => at < 60 ? 10 : 500), (60, 120), 300).BackAfter));

    [Fact]
    public void What_never_got_worse_is_back_at_once() => Assert.Equal(0, Stretch.Of(Took(_ => 10), (60, 120), 300).BackAfter);

    /// <summary>Ten reports a second for five minutes.</summary>
    private static List<(double At, double Took)> Took(Func<double, double> milliseconds) =>
        [.. Enumerable.Range(0, 3000).Select(number => (number / 10.0, milliseconds(number / 10.0)))];
}
