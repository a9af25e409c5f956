using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Evaluation;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Each_class_has_its_precision_recall_and_f1()
    {
        var matrix = ConfusionMatrix.Of([.. Pairs("SDA", "SDA", 6), .. Pairs("SDA", "BPJT", 2), .. Pairs("BPJT", "BPJT", 1), .. Pairs("BPJT", null, 1)]);

        Assert.Equal(["SDA", "BPJT", ConfusionMatrix.NoAnswer], matrix.Labels);
        Assert.Equal(2, matrix[0, 1]);
        Assert.Equal(1, matrix[1, 2]);
        Assert.Equal((10, 7), (matrix.Total, matrix.Right));
        var (river, toll) = (matrix.Classes.First(), matrix.Classes.Last());
        Assert.Equal((1, 0.75, 6.0 / 7), (river.Precision, river.Recall, river.F1));
        Assert.Equal((1.0 / 3, 0.5, 0.4), (toll.Precision, toll.Recall, toll.F1));
    }

    [Fact]
    public void Classes_of_fewer_than_five_rows_do_not_count_in_the_average()
    {
        var matrix = ConfusionMatrix.Of([.. Pairs("SDA", "SDA", 5), .. Pairs("BPJT", "SDA", 4)]);

        Assert.Equal(10.0 / 14, matrix.MacroF1, 6);
    }

    [Fact]
    public void An_answer_that_is_no_label_is_a_class_without_rows()
    {
        var matrix = ConfusionMatrix.Of(Pairs("SDA", "BPIW", 1));

        Assert.Equal(new ClassScore("BPIW", 0, 1, 0), matrix.Classes.Last());
        Assert.Equal(0, matrix.Classes.Last().Recall);
    }

    private static IEnumerable<LabelPair> Pairs(string gold, string? answer, int times) => Enumerable.Repeat(new LabelPair(gold, answer), times);
}
