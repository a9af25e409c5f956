using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Evaluation;

public sealed class ScoreIntervalTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(397, 491, 0.7714, 0.8410)]
    [InlineData(0, 0, 0, 1)]
    public void A_share_has_the_interval_of_Wilson(int part, int whole, double low, double high)
    {
        var interval = ScoreInterval.OfShare(part, whole);

        Assert.Equal(low, interval.Low, 3);
        Assert.Equal(high, interval.High, 3);
    }

    [Fact]
    public void Drawn_intervals_are_the_same_every_time_and_hold_the_figure()
    {
        var matrix = ConfusionMatrix.Of(Enumerable.Range(0, 200).Select(number => new LabelPair(number % 2 == 0 ? "SDA" : "BPJT", number % 5 == 0 || number % 2 == 0 ? "SDA" : "BPJT")));

        var first = ScoreInterval.OfDraws(matrix, drawn => drawn.MacroF1);

        Assert.Equal(first, ScoreInterval.OfDraws(matrix, drawn => drawn.MacroF1));
        Assert.InRange(matrix.MacroF1, first.Low, first.High);
        Assert.InRange(first.High - first.Low, 0.02, 0.2);
    }

    [Fact]
    public void Few_rows_make_a_wide_interval() =>
        Assert.True(Width(20) > 2 * Width(200));

    private static double Width(int rows)
    {
        var interval = ScoreInterval.OfDraws(ConfusionMatrix.Of(Enumerable.Range(0, rows).Select(number => new LabelPair(number % 2 == 0 ? "SDA" : "BPJT", number % 3 == 0 ? "SDA" : "BPJT"))), drawn => drawn.MacroF1);
        return interval.High - interval.Low;
    }
}
