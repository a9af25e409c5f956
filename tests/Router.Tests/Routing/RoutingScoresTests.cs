using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing;

public sealed class RoutingScoresTests
{
    [Fact]
    public void Shares_and_precision_are_counted_as_the_labels_say()
    {
        var scores = RoutingScores.Of(
        [
            .. Enumerable.Repeat(Row("SDA", "SDA", automatic: true), 6),
            Row("SDA", "BPJT", automatic: true, "BPJT"),
            Row("SDA", "BPJT", automatic: true),
            Row("BPJT", null, automatic: false),
            Row("BPJT", "BPJT", automatic: false),
        ]);

        Assert.Equal(10, scores.Count);
        Assert.Equal(0.7, scores.StrictAccuracy);
        Assert.Equal(0.8, scores.AutoShare);
        Assert.Equal(0.875, scores.AutoPrecision);
        Assert.Equal(0.2, scores.TriageShare);
        Assert.Equal(Math.Round(12.0 / 14, 4), scores.StrictMacroF1);
    }

    [Fact]
    public void An_empty_file_scores_nothing() => Assert.Equal(new RoutingScores(0, 0, 0, 0, 0, 0, 0, 0), RoutingScores.Of([]));

    private static (RoutingLabels, RoutingAnswer) Row(string gold, string? answer, bool automatic, params string[] alternatives) =>
        (new RoutingLabels(gold, alternatives, gold), new RoutingAnswer(answer, answer, automatic));
}
