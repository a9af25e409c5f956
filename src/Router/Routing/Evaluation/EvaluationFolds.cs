using System.Security.Cryptography;
using System.Text;

namespace Hub.Router.Routing;

/// <param name="Own">Texts of ours that every fold may learn from.</param>
/// <param name="Facts">What the router may see of a row.</param>
public sealed record FoldedReading(int Folds, IReadOnlyList<TrainingReport> Own, Func<LabelledReport, ReportFacts> Facts);

/// <summary>Judges each row by a model that has not seen it: trained on our texts and on the other folds.</summary>
public static class EvaluationFolds
{
    /// <summary>The decision on each row, in the order of the rows.</summary>
    /// <param name="train">Makes the router of one fold from what it may learn from.</param>
    public static IReadOnlyList<RoutingDecision> Decide(IReadOnlyList<LabelledReport> reports, FoldedReading reading, Func<IReadOnlyList<TrainingReport>, RoutingEngine> train)
    {
        var split = Split(reports, reading.Folds);
        var decisions = new RoutingDecision[reports.Count];
        for (var fold = 0; fold < reading.Folds; fold++)
        {
            var engine = train(Lessons(reading.Own, reports, split, fold));
            foreach (var row in Enumerable.Range(0, reports.Count).Where(row => split[row] == fold))
            {
                decisions[row] = engine.Decide(reading.Facts(reports[row]));
            }
        }

        return decisions;
    }

    /// <summary>The fold of each row. Every label is spread evenly, equal texts share a fold, and neither the order of the rows nor the day changes anything.</summary>
    public static IReadOnlyList<int> Split(IReadOnlyList<LabelledReport> reports, int folds)
    {
        var dealt = 0;
        var foldOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var byText = reports.GroupBy(report => Key(report.Text)).Select(group => group.MinBy(report => report.Id, StringComparer.Ordinal)!);
        foreach (var report in byText.OrderBy(report => $"{report.Labels.Topic} {report.Labels.Authority}", StringComparer.Ordinal).ThenBy(report => Key(report.Text), StringComparer.Ordinal))
        {
            foldOf.Add(Key(report.Text), dealt++ % folds);
        }

        return [.. reports.Select(report => foldOf[Key(report.Text)])];
    }

    /// <summary>What a fold's model may learn from: our texts and the rows of the other folds, none with a text that it will judge.</summary>
    public static IReadOnlyList<TrainingReport> Lessons(IReadOnlyList<TrainingReport> own, IReadOnlyList<LabelledReport> reports, IReadOnlyList<int> split, int fold)
    {
        var judged = reports.Where((_, row) => split[row] == fold).Select(report => Key(report.Text)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. own.Where(report => !judged.Contains(Key(report.Text)) && !judged.Contains(Key($"{report.Title}. {report.Text}"))),
            .. reports.Where((_, row) => split[row] != fold).Select(Lesson),
        ];
    }

    private static TrainingReport Lesson(LabelledReport report) =>
        new(report.Id, null, report.Text, report.LocationHint, report.Labels.Topic, report.Labels.Authority is { Length: > 0 } said ? said : null);

    /// <summary>Equal for texts that differ in case, spaces and punctuation only; its order is as good as a draw.</summary>
    private static string Key(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant())));
}
