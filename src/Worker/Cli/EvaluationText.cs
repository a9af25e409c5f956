using System.Globalization;
using Hub.Router.Routing;

namespace Hub.Worker.Cli;

/// <summary>An evaluation for a person to read: tables of figures and ids, never a word of a report.</summary>
internal static class EvaluationText
{
    private const int WorstShown = 20;

    public static void Write(TextWriter output, IReadOnlyList<JudgedReport> judged)
    {
        WriteClasses(output, "Subject, whoever has the authority (topic_unit)", [.. judged.Select(report => new LabelPair(report.Gold.Topic, report.Answer.Topic))]);
        WriteClasses(output, "Unit under the strict rule (gold_unit)", [.. judged.Select(report => new LabelPair(report.Gold.Unit, report.Answer.Unit))]);
        if (judged.Where(report => report.Gold.Authority.Length > 0).ToArray() is { Length: > 0 } told)
        {
            WriteClasses(output, "Authority", [.. told.Select(report => new LabelPair(report.Gold.Authority, report.Answer.Authority))]);
        }

        WriteWorst(output, judged);
        WriteCoverage(output, judged);
        WriteAutomatic(output, judged);
    }

    public static void WriteErrors(TextWriter output, IReadOnlyList<JudgedReport> judged, IReadOnlyList<RoutingDecision> decisions)
    {
        output.WriteLine("Every row with a wrong unit or subject");
        foreach (var (report, decision) in judged.Zip(decisions).Where(pair => pair.First.Answer.Unit != pair.First.Gold.Unit || pair.First.Answer.Topic != pair.First.Gold.Topic))
        {
            var told = decision.Explanation;
            output.WriteLine($"{report.Id}: {report.Answer.Unit} (topic {report.Answer.Topic}), label {report.Gold.Unit} (topic {report.Gold.Topic}); {decision.Outcome}, {told.Authority}, {string.Join(' ', told.Candidates.Take(3).Select(candidate => $"{candidate.Topic}={candidate.Score.ToString(CultureInfo.InvariantCulture)}"))}; {string.Join(' ', told.Facts.Where(fact => fact.Kind is "authority").Select(fact => fact.Value))}");
        }
    }

    private static void WriteClasses(TextWriter output, string title, IReadOnlyList<LabelPair> pairs)
    {
        var matrix = ConfusionMatrix.Of(pairs);
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine($"     {"",-20} {"labels",6} {"answers",7} {"right",6} {"precision",9} {"recall",7} {"F1",6}   answers by number");
        output.WriteLine($"     {"",-66}   {string.Join(' ', Enumerable.Range(1, matrix.Labels.Count).Select(number => $"{number,4}"))}");
        var scores = matrix.Classes.ToDictionary(score => score.Label, StringComparer.Ordinal);
        for (var label = 0; label < matrix.Labels.Count; label++)
        {
            var name = matrix.Labels[label];
            var counts = string.Join(' ', Enumerable.Range(0, matrix.Labels.Count).Select(answer => $"{matrix[label, answer],4}"));
            output.WriteLine(scores.TryGetValue(name, out var score)
                ? $"{label + 1,3}. {name,-20} {score.Gold,6} {score.Answered,7} {score.Found,6} {Figure(score.Precision),9} {Figure(score.Recall),7} {Figure(score.F1),6}   {counts}"
                : $"{label + 1,3}. {"(no answer)",-20}");
        }

        var small = matrix.Classes.Count(score => score.Gold is > 0 and < ConfusionMatrix.SmallestClass);
        output.WriteLine($"     accuracy {Share(matrix.Right, matrix.Total)}; macro-F1 {Figure(matrix.MacroF1)} ({Range(ScoreInterval.OfDraws(matrix, drawn => drawn.MacroF1))}){(small > 0 ? $" without {small} classes of fewer than {ConfusionMatrix.SmallestClass} rows" : "")}");
    }

    /// <summary>First the answers that nobody accepts; an acceptable one that is not the label is a smaller matter.</summary>
    private static void WriteWorst(TextWriter output, IReadOnlyList<JudgedReport> judged)
    {
        output.WriteLine();
        output.WriteLine($"The {WorstShown} most confident wrong answers");
        foreach (var report in judged.Where(report => report.Answer.Unit is not null && report.Answer.Unit != report.Gold.Unit)
            .OrderBy(report => report.IsAcceptable)
            .ThenByDescending(report => report.Answer.Confidence)
            .ThenBy(report => report.Id, StringComparer.Ordinal)
            .Take(WorstShown))
        {
            var also = report.Gold.Alternatives.Count > 0 ? $" or {string.Join(", ", report.Gold.Alternatives)}" : "";
            output.WriteLine($"     {report.Id}: {report.Answer.Unit}, label {report.Gold.Unit}{also}{(report.IsAcceptable ? " (acceptable)" : "")}; confidence {Figure(report.Answer.Confidence)}, rule {report.Answer.Rule ?? "-"}");
        }
    }

    private static void WriteCoverage(TextWriter output, IReadOnlyList<JudgedReport> judged)
    {
        output.WriteLine();
        output.WriteLine("Decided without a person from this confidence on; right is the label or an acceptable unit");
        foreach (var row in CoverageTable.Of(judged))
        {
            output.WriteLine($"     {row.Threshold.ToString("0.00", CultureInfo.InvariantCulture)}  share {Figure((double)row.Decided / judged.Count)}  precision {(row.Decided == 0 ? "-" : Share(row.Right, row.Decided))}");
        }
    }

    private static void WriteAutomatic(TextWriter output, IReadOnlyList<JudgedReport> judged)
    {
        var automatic = judged.Where(report => report.Answer.Automatic).ToArray();
        output.WriteLine($"     as the rules stand: share {Share(automatic.Length, judged.Count)}, precision {Share(automatic.Count(report => report.IsAcceptable), automatic.Length)}");
        output.WriteLine();
    }

    private static string Share(int part, int whole) => $"{Figure(whole == 0 ? 0 : (double)part / whole)} ({Range(ScoreInterval.OfShare(part, whole))}, {part} of {whole})";

    private static string Range(ScoreInterval interval) => $"95 %: {Figure(interval.Low)} to {Figure(interval.High)}";

    private static string Figure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
