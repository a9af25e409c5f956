using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Evaluation;

public sealed class CoverageTableTests
{
    [Fact]
    public void A_row_counts_answers_from_its_confidence_on_and_takes_acceptable_units_as_right()
    {
        var table = CoverageTable.Of(
        [
            Judged("SDA", "SDA", 0.95),
            Judged("SDA", "CIPTA_KARYA", 0.95, "CIPTA_KARYA"),
            Judged("SDA", "BPJT", 0.80),
            Judged("SDA", null, 0.99),
        ]);

        Assert.Equal(new CoverageRow(0.50, 3, 2), table[0]);
        Assert.Equal(new CoverageRow(0.85, 2, 2), table.Single(row => row.Threshold is 0.85));
        Assert.Equal(new CoverageRow(0.80, 3, 2), table.Single(row => row.Threshold is 0.80));
        Assert.Equal(0, table[^1].Decided);
        Assert.Equal(2.0 / 3, table[0].Precision, 6);
    }

    private static JudgedReport Judged(string gold, string? answer, double confidence, params string[] alternatives) =>
        new("1", new RoutingLabels(gold, alternatives, gold), new RoutingAnswer(answer, answer, true) { Confidence = confidence });
}
