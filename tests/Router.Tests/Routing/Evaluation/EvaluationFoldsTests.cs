using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Evaluation;

public sealed class EvaluationFoldsTests
{
    private const int Folds = 5;

    private static readonly LabelledReport[] Reports =
    [
        .. Enumerable.Range(0, 60).Select(number => Report(number, number % 3 == 0 ? "SDA" : "NOT_OURS", number % 2 == 0 ? "local" : "unknown")),
    ];

    [Fact]
    public void The_split_hangs_on_the_texts_and_not_on_their_order()
    {
        var forwards = EvaluationFolds.Split(Reports, Folds);
        var backwards = EvaluationFolds.Split([.. Reports.Reverse()], Folds);

        Assert.Equal(forwards, backwards.Reverse());
        Assert.Equal(forwards, EvaluationFolds.Split(Reports, Folds));
    }

    [Fact]
    public void Every_label_is_spread_evenly_over_the_folds()
    {
        var split = EvaluationFolds.Split(Reports, Folds);

        foreach (var label in Reports.Select((report, row) => (report.Labels.Topic, Fold: split[row])).GroupBy(row => row.Topic))
        {
            var sizes = Enumerable.Range(0, Folds).Select(fold => label.Count(row => row.Fold == fold)).ToArray();
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        }
    }

    [Fact]
    public void No_model_learns_from_a_row_that_it_judges()
    {
        LabelledReport[] reports = [.. Reports, Reports[7] with { Id = "again", Text = Reports[7].Text.ToUpperInvariant() + " !" }];
        TrainingReport[] own =
        [
            new("a", null, Reports[3].Text, null, "SDA", null),
            new("b", "Laporan 4", "tentang hal 4.", null, "NOT_OURS", null),
            new("c", null, "Teks kami sendiri.", null, "SDA", "local"),
        ];
        var split = EvaluationFolds.Split(reports, Folds);

        Assert.Equal(split[7], split[^1]);
        for (var fold = 0; fold < Folds; fold++)
        {
            var lessons = EvaluationFolds.Lessons(own, reports, split, fold);
            foreach (var (report, row) in reports.Select((report, row) => (report, row)))
            {
                Assert.Equal(split[row] != fold, lessons.Any(lesson => lesson.Id == report.Id));
            }

            Assert.Equal(split[3] != fold, lessons.Any(lesson => lesson.Id == "a"));
            Assert.Equal(split[4] != fold, lessons.Any(lesson => lesson.Id == "b"));
            Assert.Contains(own[2], lessons);
        }
    }

    [Fact]
    public void Every_row_is_decided_once_by_the_router_of_its_fold()
    {
        var lessons = new List<IReadOnlyList<TrainingReport>>();

        var decisions = EvaluationFolds.Decide(Reports, new FoldedReading(Folds, [], report => SmallKnowledge.Facts(report.Text)), learned =>
        {
            lessons.Add(learned);
            return new RoutingEngine(SmallKnowledge.Whole with { Version = $"fold {lessons.Count - 1}" });
        });

        Assert.Equal(Folds, lessons.Count);
        foreach (var (decision, report) in decisions.Zip(Reports))
        {
            var fold = int.Parse(decision.Explanation.RuleSet["fold ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.DoesNotContain(lessons[fold], lesson => lesson.Id == report.Id);
        }
    }

    [Fact]
    public void A_lesson_carries_the_labels_of_its_row_and_no_authority_that_nobody_told()
    {
        LabelledReport[] reports = [Report(1, "SDA", ""), Report(2, "BPJT", "national")];

        var lessons = EvaluationFolds.Lessons([], reports, [0, 1], 2);

        Assert.Equal([new TrainingReport("1", null, reports[0].Text, "Kota 1", "SDA", null), new TrainingReport("2", null, reports[1].Text, "Kota 2", "BPJT", "national")], lessons);
    }

    private static LabelledReport Report(int number, string topic, string authority) =>
        new($"{number}", $"Laporan {number}. Tentang hal {number}.", $"Kota {number}", new RoutingLabels(topic, [], topic, authority));
}
